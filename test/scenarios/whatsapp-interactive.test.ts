import { describe, expect, test } from 'vitest';
import { useConversation } from './use-conversation.ts';

const shop = useConversation({
  smooch: { channels: { whatsapp: { buttons: 'interactive' } } },
  conversation: { content_ratings: { enabled: true } },
});

interface Interactive {
  type: string;
  body: { text: string };
  action: {
    button?: string;
    buttons?: { type: string; reply: { id: string; title: string } }[];
    sections?: { rows: { id: string; title: string; description?: string }[] }[];
  };
}

/** What Smooch was to hand to WhatsApp, per message; undefined for a message without. */
function handedOn(): (Interactive | undefined)[] {
  const calls = shop.stand.smooch.control.journal.listRaw({ endpoint: 'message' });
  return calls.map(({ body }) => {
    const { override } = body as { override?: { whatsapp: { payload: { type: string; interactive: Interactive } } } };
    return override?.whatsapp.payload.interactive;
  });
}

function teachOptions(count: number, label = (index: number) => `Way ${index}`) {
  const options = Array.from({ length: count }, (_, index) => ({ label: label(index + 1), value: index + 1 }));
  shop.teachAnswers('Ways', { type: 'multipleChoiceQuestion', message: 'Which <b>way</b>?', options });
}

describe('on WhatsApp with interactive messages', () => {
  test.each([1, 2, 3])('%i choices are reply buttons beside the numbered text', async (count) => {
    teachOptions(count);
    const ana = shop.person('whatsapp');
    const lines = Array.from({ length: count }, (_, index) => `\n${index + 1}) Way ${index + 1}`).join('');
    expect(await ana.says('ways')).toEqual([`Which way?${lines}`]);
    const [interactive] = handedOn();
    expect(interactive?.type).toBe('button');
    expect(interactive?.body).toEqual({ text: 'Which way?' });
    expect(interactive?.action.buttons?.map(({ type, reply }) => [type, reply.title])).toEqual(
      Array.from({ length: count }, (_, index) => ['reply', `Way ${index + 1}`]),
    );
  });

  test.each([4, 10])('%i choices are a list, with what was cut from its titles beside them', async (count) => {
    teachOptions(count, (index) => `Way ${index} along the river and back`);
    await shop.person('whatsapp').says('ways');
    const [interactive] = handedOn();
    expect(interactive?.type).toBe('list');
    expect(interactive?.action.button).toBe('More options');
    const rows = interactive?.action.sections?.[0]?.rows ?? [];
    expect(rows).toHaveLength(count);
    expect(rows[0]).toMatchObject({ title: 'Way 1 along the river…', description: 'Way 1 along the river and back' });
    expect(rows.every(({ id, title }) => Buffer.byteLength(id) <= 200 && title.length <= 24)).toBe(true);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(count);
  });

  test('more than ten are numbered text alone', async () => {
    teachOptions(11);
    await shop.person('whatsapp').says('ways');
    expect(handedOn()).toEqual([undefined]);
  });

  test('the id that comes back picks: as the payload of a text, as a postback, or as the text itself', async () => {
    teachOptions(3);
    for (const kind of ['payload', 'postback', 'text']) {
      shop.stand.smooch.control.journal.clear();
      const ana = shop.person('whatsapp');
      await ana.says('ways');
      const { id = '', title = '' } = handedOn()[0]?.action.buttons?.[1]?.reply ?? {};
      if (kind === 'payload') await ana.tapsForged(id, title);
      else if (kind === 'postback') await ana.pressesForged(id, title);
      else await ana.says(id);
      expect(ana.asked[0]).toEqual({ message: 'ways', option: 2 });
    }
  });

  test.each(['Way 2 along the river…', 'Way 2 along the river and back', 'way 2 along the river'])(
    'so does a title or a label: %s',
    async (typed) => {
      teachOptions(4, (index) => `Way ${index} along the river and back`);
      const ana = shop.person('whatsapp');
      await ana.says('ways');
      await ana.says(typed);
      expect(ana.asked[0]).toEqual({ message: 'ways', option: 2 });
    },
  );

  test('a payload too large for an id is kept here', async () => {
    const question = `ways ${'and means '.repeat(24)}`.trim();
    shop.teachAnswers(question, {
      type: 'multipleChoiceQuestion',
      message: 'Which?',
      options: [
        { label: 'A', value: 'x'.repeat(150) },
        { label: 'B', value: 2 },
      ],
    });
    const ana = shop.person('whatsapp');
    await ana.says(question);
    const { id = '' } = handedOn()[0]?.action.buttons?.[0]?.reply ?? {};
    expect(Buffer.byteLength(id)).toBeLessThanOrEqual(200);
    await ana.tapsForged(id, 'A');
    expect(ana.asked[0]).toEqual({ message: question, option: 'x'.repeat(150) });
  });

  test('ratings are reply buttons too, and can be pressed', async () => {
    const ana = shop.person('whatsapp');
    await ana.says('can be rated');
    const yes = handedOn()[1]?.action.buttons?.[0]?.reply;
    expect(yes?.title).toBe('Yes');
    expect(await ana.tapsForged(yes?.id, 'Yes')).toEqual(['Thanks!']);
  });

  test('a long text goes first, the buttons stand under its last paragraph', async () => {
    shop.teachAnswers('Long', {
      type: 'multipleChoiceQuestion',
      message: `<p>${'A sentence. '.repeat(120)}</p><p>Which way?</p>`,
      options: [{ label: 'Left', value: 1 }],
    });
    const shown = await shop.person('whatsapp').says('long');
    expect(shown).toEqual(['A sentence. '.repeat(120).trim(), 'Which way?\n1) Left']);
    expect(handedOn().map((interactive) => interactive?.body.text)).toEqual([undefined, 'Which way?']);
  });

  test('what Smooch refuses goes out as numbered text, and its numbers answer', async () => {
    teachOptions(3);
    const body = { error: { code: 'bad_request', description: 'No' } };
    shop.stand.smooch.control.faults.add({ endpoint: 'message', effect: { kind: 'respond', status: 400, body } });
    const ana = shop.person('whatsapp');
    expect(await ana.says('ways')).toEqual(['Which way?\n1) Way 1\n2) Way 2\n3) Way 3']);
    expect(handedOn().at(-1)).toBeUndefined();
    await ana.says('2');
    expect(ana.asked[0]).toEqual({ message: 'ways', option: 2 });
  });

  test('several lists of one response are numbered as one, each with buttons of its own', async () => {
    shop.teachAnswers('Ways', {
      type: 'multipleChoiceQuestion',
      message: 'Which?',
      options: [{ label: 'Left', value: 1 }],
      parameters: { contents: { related: { relatedTitle: 'See also', relatedContents: [{ title: 'Prices' }] } } },
    });
    expect(await shop.person('whatsapp').says('ways')).toEqual(['Which?\n1) Left', 'See also\n2) Prices']);
    expect(handedOn().map((interactive) => interactive?.action.buttons?.[0]?.reply.title)).toEqual(['Left', 'Prices']);
  });
});
