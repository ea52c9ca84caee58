import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PageState, Rating, ScenarioInfo, WireTurn } from '../../../sandbox/page/protocol/page-protocol.ts';
import { allScenarios } from '../../../sandbox/page/server/scenarios/all-scenarios.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { openPage, type PageClient } from './page-client.ts';

let client: PageClient;
beforeAll(async () => {
  client = await openPage();
});
afterAll(() => client.stop());

const playing = async () => (await client.get<PageState>('/api/page/state')).playing;

async function playToTheEnd(id: string) {
  await client.send('POST', `/api/page/scenarios/${id}/play`);
  await waitUntil('the scenario is over', async () => (await playing())?.state !== 'playing', 25_000);
  return (await playing())!;
}

test('they are listed with what they show', async () => {
  const listed = await client.get<ScenarioInfo[]>('/api/page/scenarios');
  expect(listed.map(({ id }) => id)).toEqual(allScenarios.map(({ id }) => id));
  for (const { title, about } of listed) expect(Math.min(title.length, about.length)).toBeGreaterThan(5);
});

test.each(allScenarios.map(({ id, channel }) => [id, channel]))('%s plays to its end on %s', async (id, channel) => {
  const run = await playToTheEnd(id);
  expect(run).toMatchObject({ id, state: 'done' });
  expect(run.lines.length).toBeGreaterThan(1);
  const { phones } = await client.get<PageState>('/api/page/state');
  expect(phones.find(({ userId }) => userId === run.userId)).toMatchObject({ channel });
  for (const system of ['smooch', 'chatbot', 'hyperchat'])
    expect(await client.get(`/api/${system}/faults`)).toEqual([]);
});

test('the comment of the rating stands with its content', async () => {
  await playToTheEnd('ratings');
  const [newest] = await client.get<Rating[]>('/api/page/ratings');
  expect(newest).toMatchObject({ content: 'Opening hours', label: 'no' });
  expect(newest?.comment).toContain('holidays');
});

test('the outage shows in the wire as failed and repeated calls', async () => {
  const { userId } = await playToTheEnd('outage');
  const turns = await client.get<WireTurn[]>(`/api/page/wire?userId=${userId}`);
  const asked = turns
    .at(-1)!
    .entries.flatMap((entry) =>
      entry.what === 'call' && entry.label === 'ask the bot' ? [[entry.status, entry.attempt, entry.fault]] : [],
    );
  expect(asked).toEqual([
    [503, undefined, 'respond'],
    [503, 2, 'respond'],
    [200, 3, undefined],
  ]);
});

test('one that is stopped leaves nothing behind, and one that is not there is told', async () => {
  client.stand.chatbot.control.latency.set('message', 60_000);
  await client.send('POST', '/api/page/scenarios/refused-buttons/play');
  const stopped = await client.send('POST', '/api/page/scenarios/stop');
  client.stand.chatbot.control.latency.clear();
  expect(await stopped.json()).toMatchObject({ state: 'stopped' });
  expect(await client.get('/api/smooch/faults')).toEqual([]);
  const missing = await client.send('POST', '/api/page/scenarios/dance/play');
  expect([missing.status, await missing.json()]).toEqual([400, { error: 'There is no scenario "dance".' }]);
});
