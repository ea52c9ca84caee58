import { afterEach, expect, test } from 'vitest';
import { CHATBOT_CREDENTIALS } from '../../sandbox/run/start-stand.ts';
import { expectFocusOn } from './support/has-focus.ts';
import { phoneOf } from './support/phone.ts';
import { sendAsBusiness } from './support/send-as-business.ts';
import { NARROW, usePage, WIDE } from './support/use-page.ts';

const used = usePage();

afterEach(() => {
  const { faults, latency } = used.stand.chatbot.control;
  faults.clear();
  latency.clear();
});

test('turns that failed, that were slow, and that have certain words in them can be picked out', async () => {
  const { userId } = used.addPhone('messenger', 'Ana');
  const page = await used.open({ at: `/wire?wireUser=${userId}` });
  const ana = phoneOf(page, 'Ana');
  const { faults } = used.stand.chatbot.control;
  await ana.say('Hello');
  await ana.hear('I am the assistant');
  faults.add({ endpoint: 'message', effect: { kind: 'respond', status: 500, body: {} } });
  await ana.say('where are you?');
  await ana.hear('old ferry landing');
  faults.add({ endpoint: 'message', effect: { kind: 'delay', ms: 1200 } });
  await ana.say('what are your opening hours?');
  await ana.hear('We are open Monday to Friday');
  const titles = () => page.locator('.turn-title').allInnerTexts();
  const [hello, where, when] = ['“Hello”', '“where are you?”', '“what are your opening hours?”'];
  await expect.poll(titles).toEqual([when, where, hello]);

  await page.getByRole('button', { name: 'Failed', exact: true }).click();
  await expect.poll(titles).toEqual([where]);
  await page
    .getByRole('status')
    .getByText(/^1 of \d+ turns$/)
    .waitFor();
  await page.getByRole('button', { name: 'Slow', exact: true }).click();
  await expect.poll(async () => (await titles()).includes(when!)).toBe(true);
  // A reload keeps what is looked for.
  await page.reload();
  await page.getByRole('button', { name: 'Slow', pressed: true }).click();
  await expect.poll(titles).toEqual([when, where, hello]);

  const search = page.getByRole('searchbox', { name: 'Search the turns' });
  await search.fill('FERRY landing');
  await expect.poll(titles).toEqual([where]);
  await search.fill('no such words anywhere');
  await page.getByText('No turn matches').waitFor();
  await page.getByRole('button', { name: 'Clear the filter' }).click();
  await expect.poll(titles).toEqual([when, where, hello]);
});

test('a delay strikes only the next call when that is asked for, else every one', async () => {
  used.addPhone('messenger', 'Ben');
  const page = await used.open({ at: '/wire?faults=open' });
  const ben = phoneOf(page, 'Ben');
  const { faults, latency } = used.stand.chatbot.control;
  const bot = page.getByRole('region', { name: 'Faults of Bot' });
  await bot.getByRole('button', { name: '+300 ms' }).click();
  await bot.getByRole('button', { name: '+300 ms armed', pressed: true }).waitFor();
  expect(faults.list()).toMatchObject([{ endpoint: 'message', times: 1 }]);
  await ben.say('where are you?');
  await ben.hear('old ferry landing');
  await bot.getByRole('button', { name: '+300 ms', pressed: false }).waitFor();
  await page.getByText('1 delayed').first().waitFor();

  await page.getByText('every call until cleared').click();
  await bot.getByRole('button', { name: '+300 ms' }).click();
  await bot.getByRole('button', { name: '+300 ms every call', pressed: true }).waitFor();
  expect([faults.list(), latency.list()]).toEqual([[], { '*': 300 }]);
  await bot.getByRole('button', { name: '+300 ms' }).click();
  await bot.getByRole('button', { name: '+300 ms', pressed: false }).waitFor();
  expect(latency.list()).toEqual({});
});

test('a call is copied as a command for curl, without its secrets', async () => {
  used.addPhone('messenger', 'Carmen');
  const page = await used.open({ at: '/wire', permissions: ['clipboard-read', 'clipboard-write'] });
  await phoneOf(page, 'Carmen').say("what's where?");
  const turn = page.getByRole('article', { name: "what's where?" });
  await turn.getByRole('button', { name: /Connector to Bot: ask the bot/ }).click();
  await turn.getByRole('button', { name: 'Copy as curl' }).click();
  await turn.getByRole('button', { name: 'Copied' }).waitFor();
  const command = await page.evaluate<string>('navigator.clipboard.readText()');
  expect(command).toContain(`curl -X POST ${new URL(used.stand.chatbot.url).origin}/`);
  expect(command).toContain(`'{"message":"what'\\''s where?"}'`);
  expect(command).toMatch(/-H 'authorization: \*\*\*/);
  expect(command).not.toContain(CHATBOT_CREDENTIALS.key);
});

test.each([
  ['wide', WIDE],
  ['narrow', NARROW],
])(
  'a message leads to its turn and a turn to its message, with the keyboard, on a %s window',
  async (_how, viewport) => {
    const { userId } = used.addPhone('messenger', 'David');
    const page = await used.open({ at: `/user?phone=${userId}`, viewport });
    const david = phoneOf(page, 'David');
    await david.say('where are you?');
    await david.hear('old ferry landing');
    // So that it has to be scrolled to.
    for (const question of ['Hello', 'colours', 'what are your opening hours?']) await david.say(question);
    await david.hear('We are open Monday to Friday');
    const messageOf = (text: string) => david.messages.locator('.message', { hasText: text });
    const answer = messageOf('old ferry landing');
    await answer.getByRole('link', { name: 'Show the calls of this message' }).press('Enter');
    const turn = page.getByRole('article', { name: 'where are you?' });
    await turn.getByRole('button', { name: /ask the bot/ }).waitFor();
    await expectFocusOn(turn.getByRole('button', { name: /where are you/ }).first());
    await expect.poll(() => turn.boundingBox().then((box) => box!.y)).toBeLessThan(viewport.height / 2);
    await turn.getByRole('link', { name: 'Show on the phone' }).press('Enter');
    await expectFocusOn(messageOf('where are you?').getByRole('link', { name: 'Show the calls of this message' }));
  },
);

test('a message that the connector did not send is said to have no turn', async () => {
  const { userId } = used.addPhone('messenger', 'Elena');
  await sendAsBusiness(used.stand, userId, { type: 'text', text: 'Good morning' });
  const page = await used.open({ at: '/wire' });
  await phoneOf(page, 'Elena').messages.getByRole('link', { name: 'Show the calls of this message' }).click();
  await page.getByText('There is no turn for this message').waitFor();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await page.getByText('There is no turn for this message').waitFor({ state: 'hidden' });
});
