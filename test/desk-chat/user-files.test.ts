import { describe, expect, test } from 'vitest';
import { png } from '../net/file-server.ts';
import { startTestServer } from '../net/test-server.ts';
import { type DeskStandOptions, startDeskStand } from '../support/desk-stand.ts';
import { CHAT_CLOSED } from './phrases.ts';
import { visitorOf } from './visitor.ts';

const PNG = new Uint8Array(png);

async function start(options: DeskStandOptions = {}) {
  const stand = await startDeskStand(options);
  const ana = visitorOf(stand);
  await ana.meetsCarla();
  const addFile = (name: string, bytes = PNG) => stand.smooch.control.addMedia(name, bytes);
  /** What the agent has got, files with their name, type and size. */
  const got = () =>
    ana.chat().messages.map(({ message, file }) => (file ? `<${file.name} ${file.type} ${file.size}>` : message));
  return { stand, ana, addFile, got };
}

describe('images and files', () => {
  test('are downloaded and uploaded', async () => {
    const { stand, ana, addFile, got } = await start();
    expect(await ana.does({ do: 'image', url: addFile('bike.png') })).toEqual([]);
    expect(await ana.does({ do: 'file', url: addFile('invoice.pdf', new TextEncoder().encode('%PDF-1')) })).toEqual([]);
    expect(got()).toEqual([`<bike.png image/png ${PNG.length}>`, '<invoice.pdf application/pdf 6>']);
    const [first] = ana.chat().messages;
    const { status, headers } = await fetch(`${stand.desk.url}/v1/media/${first?.id}`, {
      headers: { 'x-hyper-appid': 'desk-app-of-the-test', 'x-hyper-secret': 'desk-secret-of-the-test' },
    });
    expect([status, headers.get('content-type')]).toEqual([200, 'image/png']);
  });

  test('a caption goes first', async () => {
    const { ana, addFile, got } = await start();
    await ana.does({ do: 'image', url: addFile('bike.png'), caption: 'My bike' });
    expect(got()).toEqual(['My bike', `<bike.png image/png ${PNG.length}>`]);
  });

  test('keep the name the user gave them', async () => {
    const { ana, addFile, got } = await start();
    await ana.does({ do: 'file', url: addFile('0815.png'), name: 'My bike.png' });
    expect(got()).toEqual([`<My bike.png image/png ${PNG.length}>`]);
  });

  test('a description is no name: the desk goes by extensions', async () => {
    const { ana, addFile, got } = await start();
    await ana.does({ do: 'image', url: addFile('0815.png'), name: 'A red bike in front of a wall' });
    expect(got()).toEqual([`<0815.png image/png ${PNG.length}>`]);
  });

  test('a name without an extension gets that of its kind', async () => {
    const { ana, addFile, got } = await start();
    await ana.does({ do: 'file', url: addFile('0815') });
    expect(got()).toEqual([`<0815.png image/png ${PNG.length}>`]);
  });

  test.each([
    ['../../x.png', 'x.png'],
    ['..\\..\\x.png', 'x.png'],
    ['invoice\u202Egpj.exe.png', 'invoicegpj.exe.png'],
    ['voice.oga', 'voice.png'],
  ])('the name %j is %s for the agent', async (name, expected) => {
    const { ana, addFile, got } = await start();
    await ana.does({ do: 'file', url: addFile('0815.png'), name });
    expect(got()).toEqual([`<${expected} image/png ${PNG.length}>`]);
  });
});

describe('what the desk does not take goes as its address', () => {
  test.each([
    ['a kind it does not allow', { media: { allowedExtensions: ['pdf'] } }],
    ['a file that is too large', { media: { limitBytes: 10 } }],
  ])('%s', async (_name, desk) => {
    const { ana, addFile, got } = await start({ desk });
    const url = addFile('bike.png');
    expect(await ana.does({ do: 'image', url, caption: 'My bike' })).toEqual([]);
    expect(got()).toEqual(['My bike', url]);
  });
});

describe('what cannot be fetched goes as its address', () => {
  test.each([
    ['a file that is not there', (origin: string) => `${origin}/media/none/bike.png`],
    ['an address of our own network', () => 'http://127.0.0.1:9/bike.png'],
    ['an address of the cloud', () => 'http://169.254.169.254/latest/meta-data'],
    ['an address that is none', () => 'ftp://files.example.com/bike.png'],
  ])('%s', async (_name, urlAt) => {
    const { stand, ana, got } = await start();
    const url = urlAt(stand.smooch.url);
    expect(await ana.does({ do: 'image', url })).toEqual([]);
    expect(got()).toEqual([url]);
    expect(stand.logged('could not be fetched')).toHaveLength(1);
  });

  test.each([
    ['a signature', 'http://127.0.0.1:9/bike.png?size=2&X-Amz-Signature=abc&token=%2Fx%3D&X-Amz-Expires=60'],
    ['a signature in the path', 'http://127.0.0.1:9/auth/key/1a2b3c/bike.png#access_token=1'],
    ['spaces and letters as they are', 'http://127.0.0.1:9/Fahrräder für Süd.jpg?größe=1&sig=a+b/='],
    ['a user and a password', 'http://ana:pass-word@127.0.0.1:9/media/bike.png'],
  ])('whole, since it works only so: %s', async (_name, url) => {
    const { stand, ana, got } = await start();
    await ana.does({ do: 'image', url });
    expect(got()).toEqual([url]);
    expect(stand.logged('pass-word')).toEqual([]);
  });

  test.each([
    ['in a parameter', '?appId=x&secret=desk-secret-of-the-test&size=2', '?appId=x&size=2'],
    ['written in another way', '?a=1&%73ecret=%64esk-secret-of-the-tes%74', '?a=1'],
    ['of Smooch', '?a=1&b=x-smooch-secret-of-the-test', '?a=1'],
    ['of the bot', '?inbenta-secret-of-the-test=1', ''],
  ])('without a secret of ours: %s', async (_name, query, rest) => {
    const { ana, got } = await start();
    await ana.does({ do: 'image', url: `http://127.0.0.1:9/bike.png${query}` });
    expect(got()).toEqual([`http://127.0.0.1:9/bike.png${rest}`]);
  });

  test.each(['http://127.0.0.1:9/desk-secret-of-the-test/bike.png', 'http:// x/?secret=desk-secret-of-the-test'])(
    'not at all where a secret of ours cannot be taken out: %s',
    async (url) => {
      const { ana, got } = await start();
      await ana.does({ do: 'file', url });
      expect(got()).toEqual(['[file]']);
    },
  );

  test('a file above the limit', async () => {
    const { ana, addFile, got } = await start({ server: { timeouts: { media_mb: 1 } } });
    const url = addFile('huge.pdf', new Uint8Array(1024 * 1024 + 1));
    await ana.does({ do: 'file', url });
    expect(got()).toEqual([url]);
  });

  test('servers of our own network can be named; they learn no secret', async () => {
    const { origin, requests } = await startTestServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'image/png' }).end(png);
    });
    const { ana, got } = await start({ server: { media_origins: [origin] } });
    await ana.does({ do: 'file', url: `${origin}/bike.png` });
    expect(got()).toEqual([`<bike.png image/png ${PNG.length}>`]);
    expect(requests.map(({ path }) => path)).toEqual(['/bike.png']);
    expect(JSON.stringify(requests[0]?.headers)).not.toMatch(/secret|authorization|x-hyper/i);
  });

  test('a redirect leads nowhere that could not be fetched itself', async () => {
    const { origin } = await startTestServer((_request, response) => {
      response.writeHead(302, { location: 'http://127.0.0.1:9/inside.png' }).end();
    });
    const { ana, got } = await start({ server: { media_origins: [origin] } });
    await ana.does({ do: 'file', url: `${origin}/bike.png` });
    expect(got()).toEqual([`${origin}/bike.png`]);
  });
});

test('a file for a chat that has ended: the user reads so, and the file goes to the bot', async () => {
  const { stand, ana, addFile } = await start();
  await ana.says('Hello');
  stand.desk.control.webhooks.disturbances.add({ trigger: 'chats:close', effect: { kind: 'drop' } });
  stand.carla.close(ana.chat().id);
  const url = addFile('bike.png');
  const [told, ...answers] = await ana.does({ do: 'image', url });
  expect(told).toBe(CHAT_CLOSED);
  expect(answers).toHaveLength(1);
  const asked = stand.chatbot.control.journal.listRaw({ endpoint: 'message' }).at(-1)?.body;
  expect(asked).toEqual({ message: url });
});
