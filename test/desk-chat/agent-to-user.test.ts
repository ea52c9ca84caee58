import { describe, expect, test } from 'vitest';
import { png } from '../net/file-server.ts';
import { startTestServer } from '../net/test-server.ts';
import { DESK, type DeskStandOptions, startDeskStand } from '../support/desk-stand.ts';
import { envelopeOf, type Sender } from '../support/smooch-bodies.ts';
import { MEDIA_FAILED } from './phrases.ts';
import { visitorOf } from './visitor.ts';

const PNG = new Uint8Array(png);
const INLINE = `data:image/png;base64,${png.toString('base64')}`;

async function start(options: DeskStandOptions = {}, platform = 'web') {
  const stand = await startDeskStand(options);
  const ana = visitorOf(stand, platform);
  const { id } = await ana.meetsCarla();
  const says = (text: string) => ana.sees(() => stand.carla.say(id, text));
  const sends = (name: string, bytes = PNG) => ana.sees(() => stand.carla.sendFile(id, { name, bytes }));
  return { stand, ana, id, says, sends };
}

describe('what an agent writes', () => {
  test.each([
    ['plain text', 'Hello Ana', ['Hello Ana']],
    ['signs that are no tags', '2 < 3 & 5 > 4', ['2 < 3 & 5 > 4']],
    ['formatting', 'Hello <b>Ana</b>&nbsp;!', ['Hello Ana !']],
    ['entities', '<p>Fish &amp; chips &euro;5 &lt;now&gt;</p>', ['Fish & chips €5 <now>']],
    ['lines', 'one<br>two<p>three</p>', ['one\ntwo\n\nthree']],
    ['a list', '<ul><li>one</li><li>two</li></ul>', ['- one\n- two']],
    [
      'a link',
      'See <a href="https://example.com/a?b=1&amp;c=2">our page</a>.',
      ['See our page (https://example.com/a?b=1&c=2).'],
    ],
    ['a link that shows its address', '<a href="https://example.com">https://example.com</a>', ['https://example.com']],
    ['an e-mail address', '<a href="mailto:help@example.com">Write</a>', ['Write (help@example.com)']],
    ['nothing to see', '<p>&nbsp;</p>', []],
    ['code', 'if (a<b && c>d)', ['if (a<b && c>d)']],
    ['words about tags', 'Use the <b> tag', ['Use the <b> tag']],
    ['words about tags beside tags', '<p>Use <b>both</b>: <div> and <br></p>', ['Use both: <div> and']],
    ['what was struck out', '<s>At ten</s> At eleven', ['At eleven']],
    ['what is hidden', 'Hello<span style="display:none">secret</span>', ['Hello']],
    ['a smiley', 'Hi <img class="emoji" alt="😊" src="https://none.invalid/1f60a.png">!', ['Hi 😊!']],
    ['a small one', 'Hi <img alt="wave" width="20" height="20" src="/gone.png">', ['Hi wave']],
    ['a pixel', 'Hi<img width="1" height="1" src="/gone.png">', ['Hi']],
  ])('%s', async (_name, html, expected) => {
    const { says } = await start();
    expect(await says(html)).toEqual(expected);
  });

  test('a long text is split for the channel', async () => {
    const { ana, says } = await start();
    const shown = await says(`${'word '.repeat(1_000)}end`);
    expect(shown).toHaveLength(2);
    expect(ana.user.received.slice(-2).every(({ text }) => (text?.length ?? 0) <= 4096)).toBe(true);
    expect(shown.at(-1)).toMatch(/end$/);
  });

  test('a text in Russian is split where Instagram counts its bytes', async () => {
    const { says } = await start({}, 'instagram');
    const shown = await says('Мы открыты с понедельника по пятницу. '.repeat(26));
    expect(shown.length).toBeGreaterThan(1);
    expect(Math.max(...shown.map((text) => Buffer.byteLength(text)))).toBeLessThanOrEqual(1000);
  });

  test("Smooch's own shorthand in it is shown and not executed", async () => {
    const { says } = await start();
    const [shown = ''] = await says('Pay here: $[Pay](9.99) %[Now](https://x.example)');
    expect(shown).not.toMatch(/[$%]\[/);
    expect(shown.replace(/\p{Cf}/gu, '')).toBe('Pay here: $[Pay](9.99) %[Now](https://x.example)');
  });

  test('messages come in their order', async () => {
    const { stand, ana, id } = await start();
    const texts = ['one', 'two', 'three', 'four', 'five'];
    expect(
      await ana.sees(() => {
        for (const text of texts) stand.carla.say(id, text);
      }),
    ).toEqual(texts);
  });

  test('a question with answers to choose from: they are a list', async () => {
    const { stand, ana, id } = await start();
    const question = { message: 'Which <b>one</b>?', options: [{ label: 'Red' }, { label: 'Blue' }] };
    expect(await ana.sees(() => stand.desk.control.sendObject(id, 'u_carla', question))).toEqual([
      'Which one?',
      '- Red\n- Blue',
    ]);
  });

  test('the answers to choose from are plain text, too', async () => {
    const { stand, ana, id } = await start();
    const question = {
      message: 'Which?',
      options: [{ label: 'R&amp;D' }, { label: '<b>Sales</b>' }, { label: '<i></i>' }],
    };
    expect(await ana.sees(() => stand.desk.control.sendObject(id, 'u_carla', question))).toEqual([
      'Which?',
      '- R&D\n- Sales',
    ]);
  });

  test('on WhatsApp what was struck out is shown so', async () => {
    const { says } = await start({}, 'whatsapp');
    expect(await says('<s>At ten</s> At eleven')).toEqual(['~At ten~ At eleven']);
  });

  test('who sends may be told as an object', async () => {
    const { says } = await start({ desk: { settings: { wire: { sender: 'object' }, tickets: { active: false } } } });
    expect(await says('Hello')).toEqual(['Hello']);
  });
});

describe('images in the text are messages of their own', () => {
  test("the desk's own, which needs credentials", async () => {
    const { stand, ana, says } = await start();
    const url = stand.desk.control.addMedia('bike.png', PNG);
    expect(await says(`Look:<img src="${url}">Nice?`)).toEqual(['Look:', '<bike.png>', 'Nice?']);
    expect(ana.user.received.at(-2)?.mediaUrl).toContain(stand.smooch.url);
  });

  test("relative ones are the desk's own, too", async () => {
    const { stand, says } = await start();
    const { pathname } = new URL(stand.desk.control.addMedia('bike.png', PNG));
    expect(await says(`<img src="${pathname}">`)).toEqual(['<bike.png>']);
    expect(await says(`<img src='${pathname.replace('/v1/', '')}'>`)).toEqual(['<bike.png>']);
  });

  test('of another server', async () => {
    const { origin, requests } = await startTestServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'image/png' }).end(png);
    });
    const { says } = await start({ server: { media_origins: [origin] } });
    expect(await says(`A<img src="${origin}/a.png">B<img src="${origin}/b.png">`)).toEqual([
      'A',
      '<a.png>',
      'B',
      '<b.png>',
    ]);
    expect(JSON.stringify(requests.map(({ path, headers }) => [path, headers]))).not.toContain(DESK.secret);
  });

  test.each([
    ['a picture', INLINE],
    ['a broken one', 'data:image/png;base64,'],
    ['a kind that no channel shows', 'data:image/svg+xml;base64,PHN2Zy8+'],
  ])('that were pasted into it are left out with a log line, the text around is joined: %s', async (_name, source) => {
    const { stand, says } = await start();
    expect(await says(`Look: <img src="${source}"> Nice?`)).toEqual(['Look: Nice?']);
    expect(stand.logged('left out')).toHaveLength(1);
    expect(stand.logged('base64')).toEqual([]);
  });

  test.each([
    ['an address of our own network', 'http://127.0.0.1:9/a.png'],
    ['an address of the cloud', 'http://169.254.169.254/a.png'],
    ['no address', 'file:///etc/passwd'],
  ])('%s: the user reads that something is missing, and the rest', async (_name, source) => {
    const { stand, says } = await start();
    expect(await says(`A<img src="${source}">B`)).toEqual(['A', MEDIA_FAILED, 'B']);
    expect(stand.logged('could not be handed on')).toHaveLength(1);
  });
});

describe('files', () => {
  test('an image is an image, anything else a file', async () => {
    const { stand, ana, sends } = await start();
    expect(await sends('bike.png')).toEqual(['<bike.png>']);
    expect(await sends('invoice.pdf', new TextEncoder().encode('%PDF-1'))).toEqual(['<file>']);
    expect(ana.user.received.slice(-2).map(({ type, mediaUrl }) => [type, new URL(mediaUrl ?? '').origin])).toEqual([
      ['image', stand.smooch.url],
      ['file', stand.smooch.url],
    ]);
  });

  test('what the user opens is what the agent sent, without any secret', async () => {
    const { ana, sends } = await start();
    await sends('bike.png');
    const { mediaUrl = '' } = ana.user.received.at(-1) ?? {};
    expect(mediaUrl).not.toMatch(/secret|appId/i);
    expect(Buffer.from(await (await fetch(mediaUrl)).arrayBuffer())).toEqual(png);
  });

  test('an address without a slash at its front is the same', async () => {
    const { sends } = await start({ desk: { settings: { wire: { mediaUrl: 'bare' }, tickets: { active: false } } } });
    expect(await sends('bike.png')).toEqual(['<bike.png>']);
  });

  test('a desk that takes its credentials only from the address is content', async () => {
    const { stand, ana, sends } = await start();
    stand.desk.control.faults.add({
      endpoint: 'media',
      effect: { kind: 'respond', status: 401 },
      times: 'always',
      matches: ({ path }) => !path.includes('secret='),
    });
    expect(await sends('bike.png')).toEqual(['<bike.png>']);
    expect(JSON.stringify(ana.user.received)).not.toContain(DESK.secret);
  });

  test.each([
    ['that is gone', { kind: 'respond', status: 404 } as const, 'media'],
    ['that nobody may see', { kind: 'respond', status: 403 } as const, 'media'],
  ])('one %s: the user reads so', async (_name, effect, endpoint) => {
    const { stand, ana, id, sends } = await start();
    stand.desk.control.faults.add({ endpoint, effect, times: 'always' });
    expect(await sends('bike.png')).toEqual([MEDIA_FAILED]);
    expect(await ana.sees(() => stand.carla.say(id, 'Did you get it?'))).toEqual(['Did you get it?']);
  });

  test('one that Smooch does not take: the user reads so', async () => {
    const { sends } = await start({ desk: { media: { agentExtensions: ['exe'] } } });
    expect(await sends('setup.exe')).toEqual([MEDIA_FAILED]);
  });

  test('one that is too large: the user reads so', async () => {
    const { sends } = await start({ server: { timeouts: { media_mb: 1 } } });
    expect(await sends('huge.png', new Uint8Array(1024 * 1024 + 1))).toEqual([MEDIA_FAILED]);
  });

  test.each([
    ['desk', 'media'],
    ['smooch', 'attachment'],
  ] as const)('a passing failure of %s is repeated', async (simulator, endpoint) => {
    const { stand, sends } = await start();
    stand[simulator].control.faults.add({ endpoint, effect: { kind: 'respond', status: 503 } });
    expect(await sends('bike.png')).toEqual(['<bike.png>']);
  });

  describe('and that the channel refuses', () => {
    const refuse = async (stand: Awaited<ReturnType<typeof start>>['stand'], user: Sender, id: string) => {
      const body = envelopeOf(user, 'message:delivery:failure', {
        message: { _id: id },
        destination: { type: 'web' },
        isFinalEvent: true,
        error: { code: 'bad_request' },
      });
      expect(await stand.smooch.control.sendRaw(JSON.stringify(body))).toMatchObject({ status: 200 });
    };

    test('is told to the user, once', async () => {
      const { stand, ana, id } = await start();
      stand.smooch.control.deliveryEvents.settings.enabled = false;
      await ana.sees(() => stand.carla.sendFile(id, { name: 'bike.png', bytes: PNG }));
      const image = ana.user.received.at(-1)!._id;
      expect(await ana.sees(() => refuse(stand, ana.user, image))).toEqual([MEDIA_FAILED]);
      expect(await ana.sees(() => refuse(stand, ana.user, image))).toEqual([]);
    });

    test('is told in its place, before what the agent says next', async () => {
      const { stand, ana, id } = await start({ smooch: { media_pause_ms: 60_000 } });
      stand.smooch.control.deliveryEvents.settings.enabled = false;
      const seen = ana.user.received.length;
      stand.carla.sendFile(id, { name: 'bike.png', bytes: PNG });
      await stand.smooch.control.waitForMessages(ana.user.id, seen + 1);
      stand.carla.say(id, 'That one');
      const image = ana.user.received.at(-1)!._id;
      expect(await ana.sees(() => refuse(stand, ana.user, image))).toEqual([MEDIA_FAILED, 'That one']);
    });
  });

  test('a text behind an image comes behind it', async () => {
    const { stand, ana, id } = await start();
    const shown = await ana.sees(() => {
      stand.carla.sendFile(id, { name: 'bike.png', bytes: PNG });
      stand.carla.say(id, 'That one');
    });
    expect(shown).toEqual(['<bike.png>', 'That one']);
  });
});
