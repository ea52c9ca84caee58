import { afterEach, expect, test } from 'vitest';
import { type ProcessStand, startProcessStand } from '../support/connector-process.ts';
import { SMOOCH_KEY } from '../support/stand.ts';
import { waitUntil } from '../support/wait-until.ts';
import { NOT_RUNNING, RUNNING, runBeside, waitUntilIdle } from './beside.ts';

let stand: ProcessStand | undefined;
afterEach(async () => {
  await stand?.stop();
  stand = undefined;
});

const SECRETS = ['secret-of-development', SMOOCH_KEY.secret, SMOOCH_KEY.id, 'short'];

const extraInfo = {
  smooch: {
    app_tokens: {
      production: [{ key: SMOOCH_KEY.id, secret: SMOOCH_KEY.secret }],
      development: [{ key: 'short', secret: 'secret-of-development' }],
      preproduction: [],
    },
    translations: { en: [{ yes: 'Yes', no: 'Nope' }], es: [{ yes: 'Sí' }] },
  },
};

/** A connector that has read ExtraInfo. */
async function startWithExtraInfo(): Promise<ProcessStand> {
  const started = await startProcessStand({ chatbot: { extraInfo } });
  stand = started;
  await waitUntil('ExtraInfo was read', async () => (await show(started)).includes('production'));
  return started;
}

async function show(stand: ProcessStand): Promise<string> {
  const { code, stdout, stderr } = await runBeside(stand, 'extra-info', 'show');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

test('show tells key pairs and labels of each environment, and no secret', async () => {
  const shown = await show(await startWithExtraInfo());
  expect(shown.split('\n')).toEqual([
    expect.stringMatching(/^production: read \d+ s ago$/),
    '  Smooch key pairs: production (key …test), development (key …)',
    '  labels per language: en 2, es 1',
    '',
  ]);
  for (const secret of SECRETS) expect(shown).not.toContain(secret);
});

test('refresh beside a running connector takes up what was changed in Backstage', async () => {
  const stand = await startWithExtraInfo();
  stand.chatbot.control.setExtraInfo('smooch', 'translations', { fr: [{ yes: 'Oui' }] });
  expect(await runBeside(stand, 'extra-info', 'refresh')).toEqual({
    code: 0,
    stdout: `ExtraInfo is to be read again for: production.\n${RUNNING}\n`,
    stderr: '',
  });
  await waitUntil('the change is there', async () => (await show(stand)).includes('labels per language: fr 1\n'));
});

test('refresh without a connector happens at the next start', async () => {
  const stand = await startWithExtraInfo();
  await waitUntilIdle(stand);
  await stand.connector.kill();
  stand.chatbot.control.setExtraInfo('smooch', 'app_tokens', undefined);
  stand.chatbot.control.setExtraInfo('smooch', 'translations', undefined);
  expect((await runBeside(stand, 'extra-info', 'refresh')).stdout).toContain(NOT_RUNNING);
  await stand.connector.restart();
  await waitUntil('the change is there', async () => {
    return (await show(stand)).includes('  Smooch key pairs: none\n  labels per language: none\n');
  });
});

test('before anything was read, show says so', async () => {
  stand = await startProcessStand({ chatbot: { credentials: { key: 'another', secret: 'bot' } } });
  expect(await show(stand)).toBe('No ExtraInfo has been read yet.\n');
});
