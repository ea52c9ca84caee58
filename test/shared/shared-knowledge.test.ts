import { createHash, createHmac } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JournalEntry } from '../../sandbox/control/journal.ts';
import { runCli } from '../cli/run-program.ts';
import { sendRequest } from '../support/send-request.ts';
import { type SharedStand, startSharedStand } from '../support/shared-stand.ts';
import { messageBody } from '../support/smooch-bodies.ts';
import { APP_ID, SMOOCH_KEY, WEBHOOK_SECRET } from '../support/stand.ts';
import { waitUntil } from '../support/wait-until.ts';

const DESK_APP = 'desk-app-of-the-test';

let stand: SharedStand;
beforeAll(async () => {
  stand = await startSharedStand({
    instances: 2,
    // Secrets of webhooks are found out.
    smooch: { webhook_secrets: [] },
    server: { flood: { waiting: 0, per_minute: 30 } },
    conf: {
      'custom/chat.yaml': {
        chat: { enabled: true, appId: DESK_APP, secret: 'desk-secret', server: 'http://127.0.0.1:9' },
      },
    },
  });
}, 60_000);
afterAll(() => stand?.stop());

const at = (instance: number, headers: Record<string, string>, body = '', path = '') =>
  sendRequest(stand.instances[instance]!.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
const shakeHands = (instance: number, secret: string, path = '') => at(instance, { 'x-hook-secret': secret }, '', path);
/** The key a call of the connector was signed with. */
const keyOf = ({ headers }: JournalEntry): string => {
  const [header = ''] = headers.authorization?.replace('Bearer ', '').split('.') ?? [];
  return (JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string }).kid;
};
const cli = (...args: string[]) => runCli([...args, '--conf', stand.confDir]);

describe('what one instance learns, the other knows', () => {
  test('of two handshakes at the same moment at two instances one is let in', async () => {
    const answers = await Promise.all([shakeHands(0, 'secret one'), shakeHands(1, 'secret two')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403]);
  });

  test('an event signed with the secret of a handshake at one is genuine at the other', async () => {
    const armed = await cli('webhooks', 'arm');
    expect(armed).toMatchObject({ code: 0, stderr: '' });
    const [path] = /\/desk\/[\w-]{32}/.exec(armed.stdout) ?? [];
    expect((await shakeHands(0, 'secret of the desk', path)).status).toBe(200);
    expect((await shakeHands(1, 'secret of a stranger', path)).status).toBe(403);
    const body = JSON.stringify({ trigger: 'system:info', appId: DESK_APP, data: {} });
    const signature = createHmac('sha256', 'secret of the desk').update(body).digest('hex');
    expect((await at(1, { 'x-hook-signature': signature }, body)).status).toBe(200);
    expect((await at(1, { 'x-hook-signature': createHash('sha256').digest('hex') }, body)).status).toBe(401);
    const { stdout } = await cli('webhooks', 'secrets');
    const [fingerprint = ''] = /^[0-9a-f]{8}(?=.*Z$)/m.exec(stdout) ?? [];
    expect(stdout.trimEnd().split('\n')).toHaveLength(2);
    expect((await cli('webhooks', 'forget', fingerprint)).code).toBe(0);
    for (const instance of [0, 1]) {
      expect((await at(instance, { 'x-hook-signature': signature }, body)).status).toBe(401);
    }
  });

  test('secrets of webhooks that one has found are not asked for by the other', async () => {
    const user = stand.user();
    await stand.exchange(user, 'hello', 1);
    await stand.exchange(user, 'hello', 2);
    await stand.exchange(user, 'hello', 3);
    expect(stand.smooch.control.journal.listRaw({ endpoint: 'webhooks' })).toHaveLength(1);
  });

  test('ExtraInfo that one has read anew counts at the other within seconds', async () => {
    const changed = { id: 'app_another_key', secret: 'another-smooch-secret-of-the-test' };
    stand.smooch.control.setKeys([SMOOCH_KEY, changed]);
    stand.chatbot.control.setExtraInfo('smooch', 'app_tokens', {
      production: [{ key: changed.id, secret: changed.secret }],
    });
    expect((await cli('extra-info', 'refresh')).stdout).toContain('The running connector takes this up');
    await waitUntil(
      'the new copy is kept',
      async () => (await cli('extra-info', 'show')).stdout.includes('_key'),
      15_000,
    );
    const keys = () => new Set(stand.smooch.control.journal.listRaw({ endpoint: 'message' }).slice(-2).map(keyOf));
    const users = [stand.user(), stand.user()];
    let round = 0;
    await waitUntil(
      'both use the new key',
      async () => {
        round += 1;
        await Promise.all(users.map((user) => stand.exchange(user, 'hello', round)));
        const used = keys();
        return used.size === 1 && used.has(changed.id);
      },
      30_000,
    );
  }, 60_000);

  test('thirty messages of one user in a minute are taken by both together, not by each', async () => {
    const from = { appId: APP_ID, id: stand.user().id };
    const body = (id: number) => JSON.stringify(messageBody(from, `flood ${id}`));
    for (let id = 0; id < 40; id += 1) {
      const { status } = await at(id % 2, { 'x-api-key': WEBHOOK_SECRET }, body(id));
      expect(status).toBe(200);
    }
    const database = new pg.Client({ connectionString: stand.storage });
    await database.connect();
    const { rows } = await database.query(
      "select count(*)::int as count from smooch_connector.events where payload like '%flood %'",
    );
    await database.end();
    expect(rows[0]?.count).toBe(30);
  });
});

describe('the command line on PostgreSQL', () => {
  test('dead letters are listed, and none are there', async () => {
    expect(await cli('dead-letters')).toEqual({ code: 0, stdout: 'There are no dead letters.\n', stderr: '' });
  });

  test('a session is cleared by a running instance', async () => {
    const user = stand.user();
    await stand.exchange(user, 'hello', 1);
    await stand.allDone();
    const { code, stdout } = await cli('session', 'clear', user.id);
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('takes this up within a second'),
    });
    await stand.allDone();
    const sessions = stand.chatbot.control.sessions().length;
    await stand.exchange(user, 'hello', 2);
    expect(stand.chatbot.control.sessions().length).toBe(sessions + 1);
  });

  test('everything about a user is erased', async () => {
    const user = stand.user();
    await stand.exchange(user, 'hello', 1);
    await cli('user', 'erase', user.id);
    const database = new pg.Client({ connectionString: stand.storage });
    await database.connect();
    const left = async () =>
      (
        await database.query(
          `select (select count(*) from smooch_connector.events where lane like $1) + (select count(*) from smooch_connector.sessions where lane like $1)
           + (select count(*) from smooch_connector_jobs.job where singleton_key like $1) as count`,
          [`%${APP_ID}:${user.id}%`],
        )
      ).rows[0]?.count;
    await waitUntil('nothing is left', async () => Number(await left()) === 0);
    await database.end();
  });

  test('backup names the tool of the database', async () => {
    const { code, stderr } = await cli('backup', '/tmp/never-written.db');
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('pg_dump') });
  });
});

test('a database that a newer version wrote is refused, with what to do', async () => {
  const database = new pg.Client({ connectionString: stand.storage });
  await database.connect();
  await database.query("update smooch_connector.meta set value = '99' where key = 'version'");
  const started = await runCli(['start', '--conf', stand.confDir, '--port', '0']);
  await database.query("update smooch_connector.meta set value = '1' where key = 'version'");
  await database.end();
  expect(started.code).not.toBe(0);
  expect(started.stderr).toContain('was written by a newer version of the connector (schema 99, this one knows 1)');
});
