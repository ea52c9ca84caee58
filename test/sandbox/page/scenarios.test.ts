import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WEEKDAYS, type Weekday } from '../../../sandbox/page/protocol/opening-hours.ts';
import type {
  ConnectorSettingsChange,
  ConnectorState,
  PageState,
  Rating,
  ScenarioInfo,
  WireTurn,
} from '../../../sandbox/page/protocol/page-protocol.ts';
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

describe('after somebody has used Backstage', () => {
  const drafts = '/api/chatbot/extra-info-drafts/smooch';
  const put = (settings: object) => client.send('PUT', '/api/page/connector', { settings });
  const contentOf = (title: string) =>
    client.stand.chatbot.control.knowledge().contents.find((content) => content.title === title)!;
  const replaced = {
    chat_closed: 'Over and out',
    agent_joined: 'Here comes $agentName!',
    yes: 'Yes, please, with all my heart',
    no: 'No, thank you very much indeed',
    ask_to_escalate: 'A person?',
    escalation_rejected: 'As you like.',
    error_generic: 'Oh dear.',
    rate_content_intro: 'Good?',
    ask_rating_comment: 'Why not?',
    thanks: 'Noted.',
  };

  test('they play with other labels, in another language', async () => {
    await client.send('PUT', `${drafts}/translations`, { es: [replaced] });
    await client.send('POST', `${drafts}/post`);
    await client.send('POST', '/api/page/connector/read-extra-info');
    await put({ lang: 'es' });
    for (const { id } of allScenarios) expect(await playToTheEnd(id)).toMatchObject({ id, state: 'done' });
    await put({ lang: 'de' });
    for (const id of ['ratings', 'agent-chat']) expect(await playToTheEnd(id)).toMatchObject({ id, state: 'done' });
    await put({ lang: 'en' });
  }, 60_000);

  test('they say which setting is in the way, before they begin', async () => {
    const { settings: before } = await client.get<ConnectorState>('/api/page/connector');
    const cases: [string, ConnectorSettingsChange, string][] = [
      ['ratings', { content_ratings: { enabled: false } }, 'needs ratings'],
      ['escalation', { triesBeforeEscalation: 0 }, 'needs “Misses in a row” between 1 and 3'],
      ['agent-chat', { chat: { enabled: false } }, 'needs the chat with agents'],
      ['agent-chat', { chat: { workTimeTableActive: true, timetable: closedNow() } }, 'outside their opening hours'],
    ];
    for (const [id, change, sentence] of cases) {
      await put({ ...before, ...change });
      const run = await playToTheEnd(id);
      expect(run).toMatchObject({ state: 'failed', problem: expect.stringContaining(sentence), lines: [] });
      if (change.chat) await put(before);
    }
    await put(before);
  }, 60_000);

  test.each([
    ['outage', { answer: 'Find it out.' }, 'it no longer says “We are open”'],
    ['ratings', { rateable: false }, 'it cannot be rated'],
    ['ratings', 'Times', 'there is none with this title'],
    ['agent-chat', { draft: true }, 'it is a draft'],
  ])('%s says what is in the way when the opening hours were changed: %j', async (id, change, sentence) => {
    const { control } = client.stand.chatbot;
    const before = control.knowledge();
    if (typeof change === 'string') control.renameContent('Opening hours', change);
    else control.setContent({ ...contentOf('Opening hours'), ...change });
    const run = await playToTheEnd(id);
    control.setKnowledge(before);
    expect(run).toMatchObject({ state: 'failed', problem: expect.stringContaining(sentence) });
  });

  test('a person is found although all agents are away or at work', async () => {
    const { control } = client.stand.desk;
    for (const { id } of control.agents()) control.setUpAgent(id, { capacity: 0 });
    for (const agent of control.agents()) agent.logout();
    for (const id of ['escalation', 'agent-chat']) expect(await playToTheEnd(id)).toMatchObject({ state: 'done' });
    expect(control.agents().map(({ online, capacity }) => [online, capacity])).toEqual([
      [false, 0],
      [false, 0],
    ]);
    for (const { id } of control.agents()) control.setUpAgent(id, { capacity: 10 });
    for (const agent of control.agents()) agent.login();
  });

  /** A timetable by which it is closed on every day but the one after tomorrow. */
  function closedNow(): Partial<Record<Weekday, string[]>> {
    const today = new Date().getDay() || 7;
    return Object.fromEntries(
      WEEKDAYS.map((day, index) => [day, (index + 1 - today + 7) % 7 === 3 ? ['09:00-10:00'] : []]),
    );
  }
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
