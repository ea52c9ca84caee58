import { describe, expect, test } from 'vitest';
import type { DisturbanceEffect } from '../../sandbox/hyperchat/webhooks/disturbances.ts';
import { type DeskStandOptions, startDeskStand } from '../support/desk-stand.ts';
import { CARLA_JOINED, CHAT_CLOSED } from './phrases.ts';
import { visitorOf } from './visitor.ts';

async function start(options: DeskStandOptions = {}) {
  const stand = await startDeskStand(options);
  const ana = visitorOf(stand);
  const { id } = await ana.meetsCarla();
  const statuses = () =>
    stand.desk.control.webhooks.log.list().flatMap(({ attempts }) => attempts.map(({ status }) => status));
  return { stand, ana, id, statuses, webhooks: stand.desk.control.webhooks };
}

describe('however the signature is written, it counts', () => {
  const styles = (['hex', 'HEX', 'base64'] as const).flatMap((encoding) =>
    [false, true].map((prefix) => ({ encoding, prefix })),
  );

  test.each(styles)('$encoding, with "sha256=": $prefix', async (style) => {
    const { stand, ana, id, statuses } = await start({ desk: { webhooks: style } });
    expect(ana.seen()).toContain(CARLA_JOINED);
    expect(await ana.sees(() => stand.carla.say(id, 'Hello'))).toEqual(['Hello']);
    expect(new Set(statuses())).toEqual(new Set([200]));
  });

  test.each(['plain', 'escaped'] as const)(
    'over the member "data", where that is configured (%s JSON)',
    async (json) => {
      const webhooks = { over: 'data', json } as const;
      const { stand, ana, id } = await start({ desk: { webhooks }, chat: { signature_over: 'data' } });
      const text = 'https://example.com/¡ñ!';
      expect(await ana.sees(() => stand.carla.say(id, text))).toEqual([text]);
    },
  );

  test('over a body that PHP wrote', async () => {
    const { stand, ana, id } = await start({ desk: { webhooks: { json: 'escaped' } } });
    const text = 'https://example.com/¡ñ! 👍';
    expect(await ana.sees(() => stand.carla.say(id, text))).toEqual([text]);
  });
});

describe('what is not signed as it should be is refused, and the user sees nothing', () => {
  const effects: [string, DisturbanceEffect, RegExp][] = [
    ['not signed', { kind: 'unsigned' }, /X-Hook-Signature does not fit \(missing\).*save the webhook/],
    ['signed with another secret', { kind: 'wrong-signature' }, /\(mismatch\).*save the webhook/],
    ['changed on its way', { kind: 'tampered' }, /\(mismatch\)/],
    ['of another app', { kind: 'wrong-app', appId: 'another-app' }, /appId is not chat\.appId/],
  ];

  test.each(effects)('%s', async (_name, effect, advice) => {
    const { stand, ana, id, statuses, webhooks } = await start();
    stand.log.length = 0;
    webhooks.disturbances.add({ trigger: 'messages:new', effect });
    expect(await ana.sees(() => stand.carla.say(id, 'Your account number, please'))).toEqual([]);
    expect(statuses().at(-1)).toBe(401);
    const refusals = stand.logged('a webhook was refused');
    expect(refusals).toMatchObject([{ level: 'warn', status: 401, msg: expect.stringMatching(advice) }]);
    expect(JSON.stringify(refusals)).not.toContain('account number');
    expect(await ana.sees(() => stand.carla.say(id, 'Hello'))).toEqual(['Hello']);
  });

  test.each(['chats:close', 'forever:alone', 'queues:update', 'invitations:accept', 'users:activity', 'chats:leave'])(
    'a made-up %s',
    async (trigger) => {
      const { stand, ana, id, webhooks } = await start();
      const data = { chatId: id, userId: 'u_marco', type: 'writing', data: { queuePosition: 3 } };
      stand.smooch.control.journal.clear();
      for (const secret of [null, 'a guess']) {
        expect(await webhooks.forge({ trigger, data, secret })).toMatchObject({ status: 401 });
      }
      expect(await ana.says('Still here?')).toEqual([]);
      expect(ana.said()).toEqual(['Still here?']);
      expect(stand.smooch.control.journal.listRaw()).toEqual([]);
    },
  );

  test.each(['sha256=', 'abc', 'sha1=0123456789', 'é'.repeat(10), ' '])('with the header %j', async (signature) => {
    const { stand, id, webhooks } = await start();
    const headers = { 'x-hook-signature': Buffer.from(signature).toString('latin1') };
    const event = { trigger: 'chats:close', data: { chatId: id, userId: 'system' }, secret: null };
    expect(await webhooks.forge(event, { headers })).toMatchObject({ status: 401 });
    expect(stand.log.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test('before any handshake there is nothing to check with', async () => {
    const stand = await startDeskStand({ webhook: false });
    const event = { trigger: 'chats:close', data: { chatId: 'c_1', userId: 'system' }, secret: 'a guess' };
    const { status } = await stand.desk.control.webhooks.forge(event, { target: stand.connector.url });
    expect(status).toBe(401);
    expect(stand.logged('no-secret')).toMatchObject([{ msg: expect.stringContaining('save the webhook') }]);
  });
});

describe('signed over another part than configured', () => {
  test.each([
    ['body', 'data'],
    ['data', 'body'],
  ] as const)(
    'over the %s, configured %s: refused, and the log says what would match',
    async (over, signature_over) => {
      const stand = await startDeskStand({ desk: { webhooks: { over } }, chat: { signature_over } });
      const ana = visitorOf(stand);
      const { id } = await ana.opensChat();
      stand.desk.control.invite(id, 'u_carla');
      expect(await ana.sees(() => stand.carla.accept(id))).toEqual([]);
      const [line] = stand.logged('a webhook was refused');
      expect(line).toMatchObject({ status: 401, msg: expect.stringContaining(`chat.signature_over: ${over}`) });
    },
  );
});

describe('what was taken before and comes again', () => {
  test('is taken and changes nothing', async () => {
    const { stand, ana, id, webhooks } = await start();
    await ana.sees(() => stand.carla.say(id, 'Hello'));
    const recorded = webhooks.log.list().map(({ body, signature }) => ({ body, signature }));
    const shown = await ana.sees(async () => {
      for (const { body, signature = '' } of recorded) {
        expect(await webhooks.sendRaw(body, { headers: { 'x-hook-signature': signature } })).toMatchObject({
          status: 200,
        });
      }
    });
    expect(shown).toEqual([]);
    expect(stand.tracked()).toHaveLength(1);
  });

  test('also after the chat has ended, and another is on', async () => {
    const { stand, ana, id, webhooks } = await start();
    await ana.sees(() => stand.carla.close(id));
    await ana.opensChat();
    const recorded = webhooks.log.list({ chatId: id }).map(({ body, signature }) => ({ body, signature }));
    const shown = await ana.sees(async () => {
      for (const { body, signature = '' } of recorded) {
        await webhooks.sendRaw(body, { headers: { 'x-hook-signature': signature } });
      }
    });
    expect(shown).toEqual([]);
    expect(ana.chat().status).toBe('waiting');
  });

  test('a day later, too', async () => {
    const { stand, ana, id, webhooks } = await start();
    await ana.sees(() => stand.carla.say(id, 'Hello'));
    const { body, signature = '' } = webhooks.log.list({ trigger: 'messages:new' }).at(-1) ?? { body: '' };
    stand.clock.advance(25 * 3_600_000);
    const again = () => webhooks.sendRaw(body, { headers: { 'x-hook-signature': signature } });
    expect(await ana.sees(again)).toEqual([]);
  });
});

describe('chat.webhook_verification: off', () => {
  test('believes everything, and says so at every start', async () => {
    const { stand, ana, id, webhooks } = await start({ chat: { webhook_verification: 'off' } });
    const warnings = () => stand.logged('webhook_verification').filter(({ level }) => level === 'warn');
    expect(warnings()).toHaveLength(1);
    const event = { trigger: 'chats:close', data: { chatId: id, userId: 'u_carla' }, secret: null };
    expect(await ana.sees(() => webhooks.forge(event))).toEqual([CHAT_CLOSED]);
    await stand.restart();
    expect(warnings()).toHaveLength(2);
  });

  test('but not what is of another app', async () => {
    const { id, webhooks } = await start({ chat: { webhook_verification: 'off' } });
    const event = { trigger: 'chats:close', data: { chatId: id, userId: 'u_carla' }, secret: null, appId: 'another' };
    expect(await webhooks.forge(event)).toMatchObject({ status: 401 });
  });
});
