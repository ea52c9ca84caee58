import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { visitorOf } from '../desk-chat/visitor.ts';
import { armWebhook } from '../support/arm-webhook.ts';
import { DESK, DESK_EVENTS, type DeskStand, startDeskStand } from '../support/desk-stand.ts';
import { sendRequest } from '../support/send-request.ts';

/** What a stranger on the internet tries, who knows ids and addresses, but no secret. */
const EVIL = 'a-secret-of-a-stranger';

async function shake(stand: DeskStand, headers: Record<string, string> = {}, path = '/') {
  const answer = await sendRequest(`${stand.connector.url}${path}`, { headers: { 'x-hook-secret': EVIL, ...headers } });
  return { status: answer.status, echo: answer.headers['x-hook-secret'] };
}

/** Speaks as an agent, signed with the stranger's secret or not at all. */
async function speakAs(
  stand: DeskStand,
  chat: string,
  { headers = {}, path = '/', secret = EVIL, appId = DESK.appId, created = Date.now() / 1000 } = {} as {
    headers?: Record<string, string>;
    path?: string;
    secret?: string | undefined;
    appId?: string;
    created?: number;
  },
) {
  const message = { id: `m_${Math.random()}`, chat, sender: 'u_carla', type: 'text', message: 'Your card number?' };
  const body = JSON.stringify({ trigger: 'messages:new', appId, created_at: created, data: { message } });
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  const answer = await sendRequest(`${stand.connector.url}${path}`, {
    headers: { 'content-type': 'application/json', 'x-hook-signature': signature, ...headers },
    body,
  });
  return answer.status;
}

/** Production has its webhook; `dev.*` leads to another environment. */
async function start(development: Record<string, unknown>) {
  const rules = { development: { type: 'http_host', regex: '/^dev\\./' } };
  const chat = { chat: development };
  const stand = await startDeskStand({
    webhook: false,
    conf: { 'custom/environments.yaml': rules, 'development/chat.yaml': chat },
  });
  const target = `${stand.connector.url}${await armWebhook(stand)}`;
  await stand.desk.control.webhooks.register({ target, events: DESK_EVENTS });
  const ana = visitorOf(stand);
  const { id } = await ana.meetsCarla();
  return { stand, ana, id };
}

const DEV = { host: 'dev.x' };

describe('trust that was won in one environment does not count in another', () => {
  test('a handshake sent to the other name of an app that has its webhook is refused', async () => {
    const { stand, ana, id } = await start({});
    expect(await shake(stand, DEV)).toEqual({ status: 403, echo: undefined });
    const names: Record<string, string>[] = [DEV, {}, { 'x-forwarded-host': 'dev.x' }];
    for (const headers of names) {
      expect(await ana.sees(async () => expect(await speakAs(stand, id, { headers })).toBe(401))).toEqual([]);
    }
  });

  test('a handshake that the other environment lets in, for an app of its own, speaks to nobody of this one', async () => {
    const { stand, ana, id } = await start({ appId: 'app-of-trials', secret: 'its-secret' });
    expect(await shake(stand, DEV)).toEqual({ status: 200, echo: EVIL });
    for (const appId of [DESK.appId, 'app-of-trials']) {
      for (const headers of [DEV, {}]) {
        expect(await ana.sees(() => speakAs(stand, id, { headers, appId }))).toEqual([]);
      }
    }
    expect(await speakAs(stand, id, { headers: DEV })).toBe(401);
    expect(await ana.sees(() => stand.carla.say(id, 'Hello'))).toEqual(['Hello']);
  });

  test.each([
    ['does not check signatures', { webhook_verification: 'off' }],
    ['pins another secret', { webhook_secrets: [EVIL] }],
    ['reads another part as signed', { signature_over: 'data', webhook_secrets: [EVIL] }],
  ])('an environment of the same app that %s opens this one to nobody', async (_name, development) => {
    const { stand, ana, id } = await start(development);
    stand.secrets.push(EVIL);
    for (const headers of [DEV, {}]) {
      expect(await ana.sees(async () => expect(await speakAs(stand, id, { headers })).toBe(401))).toEqual([]);
      const typing = {
        trigger: 'users:activity',
        data: { chatId: id, userId: 'u_carla', type: 'writing' },
        secret: EVIL,
      };
      stand.smooch.control.journal.clear();
      await stand.desk.control.webhooks.forge(typing, { headers });
      await stand.settled();
      expect(stand.smooch.control.journal.listRaw()).toEqual([]);
    }
    expect(await ana.sees(() => stand.carla.say(id, 'Hello'))).toEqual(['Hello']);
  });

  test('a genuine event sent with another Host stays in the environment of its chat', async () => {
    const { stand, ana, id } = await start({});
    const [row] = stand.desk.control.webhooks.list();
    const shown = await ana.sees(() => speakAs(stand, id, { headers: DEV, secret: row?.secret ?? '' }));
    expect(shown).toEqual(['Your card number?']);
  });
});

describe('a handshake that a stranger wins', () => {
  test('cannot be won while chats are off', async () => {
    const stand = await startDeskStand({ chat: { enabled: false } });
    for (const headers of [{}, DEV]) expect(await shake(stand, headers)).toEqual({ status: 403, echo: undefined });
  });

  test('cannot be won while the operator has armed one, on any path that can be guessed', async () => {
    const { stand, ana, id } = await start({});
    await armWebhook(stand);
    const paths = [
      '/',
      '/desk',
      '/desk/',
      `/desk/${'A'.repeat(32)}`,
      '/smooch_chatbot_template/server.php',
      '/desk/%00',
    ];
    for (const path of paths) expect(await shake(stand, {}, path)).toEqual({ status: 403, echo: undefined });
    expect(await ana.sees(async () => expect(await speakAs(stand, id)).toBe(401))).toEqual([]);
  });

  test('that somebody won stops counting with the first event of the webhook that the operator saves', async () => {
    const stand = await startDeskStand({ webhook: false });
    expect(await shake(stand)).toEqual({ status: 200, echo: EVIL });
    const path = await armWebhook(stand);
    await stand.desk.control.webhooks.register({
      target: `${stand.connector.url}${path}`,
      events: ['messages:new', 'invitations:accept'],
    });
    const ana = visitorOf(stand);
    const { id } = await ana.meetsCarla();
    expect(await ana.sees(async () => expect(await speakAs(stand, id)).toBe(401))).toEqual([]);
    expect(await shake(stand)).toEqual({ status: 403, echo: undefined });
  });

  test('a thousand tries make one line', async () => {
    const stand = await startDeskStand();
    for (let i = 0; i < 1_000; i += 1) await shake(stand, { 'x-hook-secret': `${EVIL}-${i}` });
    expect(stand.logged('a handshake of HyperChat was refused')).toHaveLength(1);
  });
});

describe('an event that somebody has kept', () => {
  test('is nothing a day later, also when nobody remembers it', async () => {
    const { stand, ana, id } = await start({});
    const secret = stand.desk.control.webhooks.list()[0]?.secret ?? '';
    const yesterday = Date.now() / 1000 - 25 * 3600;
    expect(
      await ana.sees(async () => expect(await speakAs(stand, id, { secret, created: yesterday })).toBe(200)),
    ).toEqual([]);
    expect(await ana.sees(() => speakAs(stand, id, { secret, created: yesterday * 1000 }))).toEqual([]);
  });
});

describe('events of chats that nobody here knows', () => {
  test('make sixty look-ups a minute, whatever comes', async () => {
    const { stand, ana, id } = await start({});
    const secret = stand.desk.control.webhooks.list()[0]?.secret ?? '';
    stand.desk.control.journal.clear();
    const statuses: number[] = [];
    for (let i = 0; i < 90; i += 1) statuses.push(await speakAs(stand, `c_unknown_${i}`, { secret }));
    expect(statuses).toEqual([...Array(60).fill(200), ...Array(30).fill(503)]);
    expect(await ana.sees(() => stand.carla.say(id, 'Hello'))).toEqual(['Hello']);
    expect(stand.deskCalls().filter((call) => call === 'chat')).toHaveLength(60);
    stand.clock.advance(60_000);
    expect(await speakAs(stand, 'c_unknown', { secret })).toBe(200);
  });
});
