import { describe, expect, test } from 'vitest';
import { useConversation } from './use-conversation.ts';

const UNSUPPORTED = 'Sorry, I cannot read this kind of message. Could you write it as text?';

describe('what a user sends', () => {
  const shop = useConversation();

  test('goes to the bot as it was typed', async () => {
    const ana = shop.person();
    for (const text of ['What ARE your opening hours??', '  returns ', 'a\nb', '<b>bold</b> & "quoted"', '👍🏽']) {
      await ana.says(text);
      expect(ana.asked).toEqual([{ message: text }]);
    }
  });

  test('as an image or a file is its address', async () => {
    const ana = shop.person();
    await ana.does({ do: 'image', url: 'https://a.example/a.png?x=1' });
    expect(ana.asked).toEqual([{ message: 'https://a.example/a.png?x=1' }]);
    await ana.does({ do: 'file', url: 'https://a.example/a.pdf', name: 'a.pdf' });
    expect(ana.asked).toEqual([{ message: 'https://a.example/a.pdf' }]);
  });

  test.each(['image', 'file'] as const)('as an %s with a caption is the caption, then its address', async (kind) => {
    const ana = shop.person();
    const messages = await ana.does({ do: kind, url: 'https://a.example/returns', caption: 'Warranty' });
    expect(ana.asked).toEqual([{ message: 'Warranty' }, { message: 'https://a.example/returns' }]);
    expect(messages[0]).toMatch(/^Frames have a warranty/);
    expect(messages).toHaveLength(2);
    const steps = ana.messages.map(({ metadata }) => String(metadata?.connector_step).split('.')[0]);
    expect(new Set(steps).size).toBe(1);
  });

  test('as a blank caption is nothing', async () => {
    const ana = shop.person();
    for (const caption of [' ', '\u200b', '\n \t']) {
      await ana.does({ do: 'image', url: 'https://a.example/a.png', caption });
      expect(ana.asked).toEqual([{ message: 'https://a.example/a.png' }]);
    }
  });

  test('as a place is its name, address and link, else a map', async () => {
    const ana = shop.person();
    const place = { do: 'location', lat: 41.38, long: 2.17 } as const;
    await ana.does({ ...place, name: 'Our shop', address: 'Pier Road 12' });
    expect(ana.asked).toEqual([{ message: 'Our shop\nPier Road 12' }]);
    await ana.does({ ...place, address: 'Pier Road 12' });
    expect(ana.asked).toEqual([{ message: 'Pier Road 12' }]);
    await ana.does({ ...place, extra: { location: { name: 'Our shop', url: 'https://a.example/map' } } });
    expect(ana.asked).toEqual([{ message: 'Our shop\nhttps://a.example/map' }]);
    for (const location of [undefined, null, {}, { name: ' ', address: '' }]) {
      await ana.does({ ...place, extra: { location } });
      expect(ana.asked).toEqual([{ message: 'https://maps.google.com/maps?q=41.38,2.17' }]);
    }
  });

  test('as a place without any place is not understood', async () => {
    const ana = shop.person();
    const extra = { coordinates: null, location: null, text: ' ' };
    expect(await ana.does({ do: 'location', lat: 0, long: 0, extra })).toEqual([UNSUPPORTED]);
    expect(ana.asked).toEqual([]);
  });

  test('as a filled form is its text', async () => {
    const ana = shop.person();
    const fields = [
      { type: 'text', name: 'name', label: 'Name', text: 'Ana' },
      { type: 'email', name: 'mail', label: 'E-mail', email: 'ana@a.example' },
    ] as const;
    await ana.does({ do: 'form', fields: [...fields] });
    expect(ana.asked).toEqual([{ message: 'Name: Ana\nE-mail: ana@a.example' }]);
  });

  test('of a kind that nobody knows is its text, else its address, else it is not understood', async () => {
    const ana = shop.person();
    await ana.does({
      do: 'unknown',
      type: 'sticker',
      extra: { text: 'Warranty', mediaUrl: 'https://a.example/s.webp' },
    });
    expect(ana.asked).toEqual([{ message: 'Warranty' }]);
    await ana.does({ do: 'unknown', type: 'audio', extra: { text: ' ', mediaUrl: 'https://a.example/a.ogg' } });
    expect(ana.asked).toEqual([{ message: 'https://a.example/a.ogg' }]);
    for (const extra of [{}, { text: '' }, { text: null, mediaUrl: null }]) {
      expect(await ana.does({ do: 'unknown', type: 'reaction', extra })).toEqual([UNSUPPORTED]);
      expect(ana.asked).toEqual([]);
    }
  });

  test('as a picture without an address is not understood', async () => {
    const ana = shop.person();
    expect(await ana.does({ do: 'image', url: 'https://a.example/a.png', extra: { mediaUrl: null } })).toEqual([
      UNSUPPORTED,
    ]);
  });

  test('as a blank text is passed over', async () => {
    const ana = shop.person();
    for (const text of ['', ' ', '\n\t', '\u00a0', '\u200b\u200d']) ana.user.say(text);
    expect(await ana.says('warranty')).toEqual([expect.stringMatching(/^Frames have a warranty/)]);
    expect(ana.asked).toEqual([{ message: 'warranty' }]);
    expect(ana.seen()).toHaveLength(1);
  });

  test('together is handled one after the other', async () => {
    const ana = shop.person();
    const messages = [
      { do: 'text', text: 'warranty' },
      { do: 'text', text: ' ' },
      { do: 'image', url: 'https://a.example/a.png', caption: 'returns' },
    ] as const;
    await ana.does({ do: 'together', messages: [...messages] }, 2);
    expect(ana.asked).toEqual([
      { message: 'warranty' },
      { message: 'returns' },
      { message: 'https://a.example/a.png' },
    ]);
  });

  test('as a quick reply of blanks, whose payload is unknown, is no question', async () => {
    const ana = shop.person();
    await ana.tapsForged('FOREIGN', ' ');
    expect(ana.asked).toEqual([]);
  });
});
