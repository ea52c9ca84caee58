import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import type { SimulatedUser } from '../../sandbox/smooch/control/simulated-user.ts';
import { waitUntilAnswered } from '../../sandbox/terminal/wait-until-answered.ts';
import { waitUntil } from '../support/wait-until.ts';
import { sendAsBusiness } from './support/send-as-business.ts';
import { NARROW, usePage, WIDE } from './support/use-page.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const used = usePage();
let asker: SimulatedUser;
let caller: SimulatedUser;
let waiting: SimulatedUser;

// What there is to look at: pictures, buttons, quick replies, a call that failed, a chat with an agent and one that waits.
beforeAll(async () => {
  const { smooch, desk } = used.stand;
  asker = smooch.control.createUser({ platform: 'messenger' });
  for (const question of ['colours', 'accessories', 'films and manuals']) await ask(asker, question);
  caller = await askForAgent('web');
  await waitUntil('an agent is invited', () => desk.control.invitations().length > 0);
  const { agentId, chatId } = desk.control.invitations()[0]!;
  desk.control.agent(agentId).accept(chatId);
  desk.control.agent(agentId).say(chatId, 'Good morning! <b>What</b> can I do for you?');
  waiting = await askForAgent('line');
  await waitUntil('a second chat waits', () => desk.control.chats().length === 2);
  await waitUntilAnswered(used.stand, 20_000);
  smooch.control.deliveryEvents.failNext(waiting.id, { error: { code: 'forbidden', message: 'The user has left' } });
  await sendAsBusiness(used.stand, waiting.id, { type: 'text', text: 'Somebody will be here soon' });
});

/** Every view, what shows that it is there, and what has to be pressed to get it. */
const views: { at: string; phone?: string; press?: string | RegExp; shows: string | RegExp }[] = [
  { at: '/user', shows: 'Was this answer helpful?' },
  { at: '/user', phone: 'Lea', shows: 'Lea has not written yet' },
  { at: '/user', phone: 'Leo', shows: 'Not delivered' },
  { at: '/user', press: 'Add user', shows: 'Add a user' },
  { at: '/agent', shows: 'Invitations' },
  { at: '/agent', press: /Good morning/, shows: /^Before the chat/ },
  { at: '/agent', press: 'Desk settings', shows: 'Queue mode' },
  { at: '/backstage', shows: 'Opening hours' },
  { at: '/backstage?content=Opening+hours', shows: 'Other ways to ask for it' },
  { at: '/backstage?section=extra-info', shows: 'app_tokens' },
  { at: '/backstage?section=ratings', shows: 'No ratings yet' },
  { at: '/backstage?section=settings', shows: 'Misses in a row' },
  { at: '/wire?faults=open', shows: 'A fault strikes' },
  { at: '/wire', press: /ask the bot fault: answer replaced/, shows: 'Answer 500' },
  { at: '/wire?wireOnly=failed', shows: /^\d+ of \d+ turns$/ },
  { at: '/wire?wireText=nowhere', shows: 'No turn matches' },
  { at: '/user', press: /^All \d+ users/, shows: 'opened by a scenario' },
  { at: '/backstage', press: 'Reset', shows: 'Reset everything…' },
  { at: '/scenarios', shows: 'Chained answers' },
];

const windows = [WIDE, NARROW].flatMap((viewport) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width: viewport.width, viewport, colorScheme })),
);

test.each(windows)(
  'nothing serious is in the way of anybody: $width px, $colorScheme',
  async ({ viewport, colorScheme }) => {
    used.served.phones.show(asker, 'Ana');
    used.served.phones.show(caller, 'Ben');
    const { userId: empty } = used.addPhone('line', 'Lea');
    used.served.phones.show(waiting, 'Leo');
    const ids: Record<string, string> = { Lea: empty, Leo: waiting.id };
    const { faults } = used.stand.chatbot.control;
    faults.add({ endpoint: 'message', effect: { kind: 'respond', status: 500, body: {} } });
    await ask(asker, 'what are your opening hours?');
    // One plays all the while: its narration stands in every room.
    const held = faults.add({ endpoint: 'message', effect: { kind: 'hold' } });
    await used.send('POST', '/api/page/scenarios/agent-chat/play');
    const page = await used.open({ viewport, colorScheme, reducedMotion: 'reduce' });
    await page.getByRole('button', { name: 'Stop the scenario' }).waitFor();
    await page.evaluate(axeSource);
    const problems: string[] = [];
    for (const { at, phone, press, shows } of views) {
      await page.evaluate(`location.hash = ${JSON.stringify(phone ? `${at}?phone=${ids[phone]}` : at)}`);
      if (press) await page.getByRole('button', { name: press }).last().click();
      await page.getByText(shows).first().waitFor();
      const where = `${at}${phone ? ` ${phone}` : ''}${press ? `, ${press}` : ''}`;
      problems.push(...(await problemsOf(page)).map((problem) => `${where}: ${problem}`));
      if (await page.getByRole('dialog').count()) await page.keyboard.press('Escape');
    }
    await used.send('POST', '/api/page/scenarios/stop');
    faults.release(held);
    // Else what goes on would meet the fault that is meant for the next window.
    await waitUntilAnswered(used.stand, 20_000);
    expect([...new Set(problems)]).toEqual([]);
  },
);

interface Violation {
  id: string;
  impact: string;
  nodes: { html: string; failureSummary: string }[];
}

/** What axe finds that is serious or critical, and whether something is wider than the window. */
async function problemsOf(page: Page): Promise<string[]> {
  const { violations, passes } = await page.evaluate<{ violations: Violation[]; passes: unknown[] }>('axe.run()');
  expect(passes.length, 'rules that found something to look at').toBeGreaterThan(15);
  const bad = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const wide = await page.evaluate<string[]>(`[document.documentElement, document.getElementById('main')]
    .filter((one) => one.scrollWidth > one.clientWidth)
    .map((one) => one.tagName + ' is ' + one.scrollWidth + ' wide where ' + one.clientWidth + ' are there')`);
  const told = bad.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
  return [...told, ...wide];
}

async function askForAgent(platform: string): Promise<SimulatedUser> {
  const user = used.stand.smooch.control.createUser({ platform });
  await ask(user, 'I want to talk to a person');
  user.click(user.received.at(-1)!._id, 0);
  return user;
}

/** Asks, and waits until everything that belongs to the answer is there. */
async function ask(user: SimulatedUser, question: string): Promise<void> {
  user.say(question);
  await waitUntilAnswered(used.stand, 20_000);
}
