import { afterEach, expect, test, vi } from 'vitest';
import { ASK } from '../desk-chat/phrases.ts';
import { visitorOf } from '../desk-chat/visitor.ts';
import { type DeskStandOptions, expectNoSecret, startDeskStand } from '../support/desk-stand.ts';

afterEach(() => vi.unstubAllEnvs());

async function startAt(level: string, options: DeskStandOptions = {}) {
  vi.stubEnv('LOG_LEVEL', level);
  return startDeskStand(options);
}

test('at debug each step and each call is a line, without content and secrets', async () => {
  const stand = await startAt('debug');
  const ana = visitorOf(stand);
  expect(await ana.says('I want to talk to a human')).toContain(ASK);
  const steps = stand.log.filter(({ msg }) => msg === 'step');
  const calls = stand.log.filter(({ msg }) => msg === 'call');
  expect(steps).toContainEqual({
    level: 'debug',
    time: expect.any(String),
    lane: expect.stringContaining(ana.user.id),
    event: expect.any(Number),
    step: expect.stringContaining('ask'),
    outcome: 'done',
    ms: expect.any(Number),
    msg: 'step',
  });
  for (const [upstream, call] of [
    ['chatbot', 'authenticate'],
    ['chatbot', 'ask'],
    ['smooch', 'send message'],
    ['desk', 'read settings'],
  ]) {
    const line = { level: 'debug', time: expect.any(String), call, upstream, status: 200, ms: expect.any(Number) };
    expect(calls.map((found) => ({ ...found, status: found.status === 201 ? 200 : found.status }))).toContainEqual({
      ...line,
      msg: 'call',
    });
  }
  expect(JSON.stringify(stand.log)).not.toMatch(/talk to a human|Shall I|human/);
  expectNoSecret(stand, stand.desk);
});

test('at debug a step that fails names who failed and with which status', async () => {
  const stand = await startAt('debug');
  const ana = visitorOf(stand);
  stand.desk.control.faults.add({ endpoint: 'settings', effect: { kind: 'respond', status: 400 } });
  await ana.says('I want to talk to a human');
  expect(stand.log).toContainEqual(
    expect.objectContaining({ msg: 'step', outcome: 'failed', upstream: 'desk', status: 400 }),
  );
  expect(stand.log).toContainEqual(
    expect.objectContaining({ msg: 'call', call: 'read settings', upstream: 'desk', status: 400 }),
  );
});

test('at info neither steps nor calls are lines', async () => {
  const stand = await startAt('info');
  await visitorOf(stand).says('I want to talk to a human');
  expect(stand.log.filter(({ msg }) => msg === 'turn')).toHaveLength(1);
  expect(stand.log.filter(({ msg }) => msg === 'step' || msg === 'call')).toEqual([]);
});
