import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { CHATBOT_CREDENTIALS } from '../../sandbox/run/start-stand.ts';
import { phoneOf } from './support/phone.ts';
import { usePage } from './support/use-page.ts';

const used = usePage({ conf: { 'custom/server.yaml': { timeouts: { bot_ms: 1500, other_ms: 1500 } } } });

afterEach(() => {
  for (const { control } of [used.stand.chatbot, used.stand.smooch, used.stand.desk]) control.faults.clear();
});

test('a question and everything that follows from it stand in one turn, with what each call said', async () => {
  used.addPhone('messenger', 'Ana');
  const page = await used.open({ at: '/wire' });
  const ana = phoneOf(page, 'Ana');
  await ana.say('where are you?');
  await ana.hear('old ferry landing');
  const turn = turnOf(page, 'Ana', 'where are you?');
  await turn.getByText('done', { exact: true }).waitFor();
  await turn.getByRole('button', { name: /Smooch to Connector: webhook message:appUser/ }).waitFor();
  await turn
    .getByRole('button', { name: /Connector to Smooch: send message/ })
    .first()
    .waitFor();
  await turn.getByRole('button', { name: /Connector to Bot: ask the bot/ }).click();
  await turn.getByRole('region', { name: 'Request, body' }).getByText('where are you?').waitFor();
  await turn.getByRole('region', { name: 'Answer 200, body' }).getByText('old ferry landing').first().waitFor();
});

test('the filter names conversations as the rest of the page does', async () => {
  used.addPhone('twilio', 'Tomas');
  const page = await used.open({ at: '/wire' });
  const filter = page.getByRole('combobox', { name: 'Conversation' });
  await expect.poll(() => filter.getByRole('option').allInnerTexts()).toEqual(['All conversations', 'Tomas (SMS)']);
});

test('secrets are not shown', async () => {
  used.addPhone('messenger', 'Ina');
  const page = await used.open({ at: '/wire' });
  const ina = phoneOf(page, 'Ina');
  await ina.say('where are you?');
  await ina.hear('old ferry landing');
  const turn = turnOf(page, 'Ina', 'where are you?');
  for (const call of [/webhook message:appUser/, /Connector to Bot: ask the bot/]) {
    const row = turn
      .getByRole('listitem')
      .filter({ has: page.getByRole('button', { name: call }) })
      .first();
    await row.getByRole('button', { name: call }).click();
    // Bodies are read when a call is opened: only the headers of this one may be meant.
    await row.getByText(/^\d+ headers$/).click();
  }
  await turn.getByText('x-api-key', { exact: true }).waitFor();
  await turn.getByText('authorization', { exact: true }).waitFor();
  const text = await turn.innerText();
  for (const secret of ['webhook-secret-of-the-sandbox', CHATBOT_CREDENTIALS.secret])
    expect(text).not.toContain(secret);
});

test('a bot that fails once is asked again, and the user notices nothing', async () => {
  used.addPhone('messenger', 'Ben');
  const page = await used.open({ at: '/wire?faults=open' });
  const ben = phoneOf(page, 'Ben');
  await page.getByRole('region', { name: 'Faults of Bot' }).getByRole('button', { name: '500', exact: true }).click();
  await page.getByRole('button', { name: 'Faults 1 active' }).waitFor();
  await ben.say('where are you?');
  await ben.hear('old ferry landing');
  const turn = turnOf(page, 'Ben', 'where are you?');
  await turn.getByText('1 failed, 1 tried again').waitFor();
  await turn.getByRole('button', { name: /Connector to Bot: ask the bot fault: answer replaced.* 500/ }).waitFor();
  await turn.getByRole('button', { name: /Connector to Bot: ask the bot try 2.* 200/ }).waitFor();
  await page.getByRole('button', { name: 'Faults', exact: true }).waitFor();
});

test.each([
  { name: 'Carmen', fault: '500', label: 'Sorry, something went wrong', shown: /fault: answer replaced.* 500/ },
  {
    name: 'David',
    fault: 'Time out',
    label: 'Please, reformulate your question.',
    shown: /fault: left waiting.*no answer/,
  },
])('a bot that always fails ($fault) shows in the turn, and the user reads the right label', async (one) => {
  used.addPhone('messenger', one.name);
  const page = await used.open({ at: '/wire?faults=open' });
  const phone = phoneOf(page, one.name);
  await page.getByText('every call until cleared').click();
  const faults = page.getByRole('region', { name: 'Faults of Bot' });
  await faults.getByRole('button', { name: one.fault }).click();
  await faults.getByRole('button', { name: one.fault, pressed: true }).waitFor();
  await phone.say('where are you?');
  await phone.hear(one.label);
  await turnOf(page, one.name, 'where are you?').getByRole('button', { name: one.shown }).first().waitFor();
  await page.getByRole('button', { name: 'Clear all' }).click();
  await phone.say('where are you?');
  await phone.hear('old ferry landing');
});

test('a turn is played once more, as a new message of the same user', async () => {
  used.addPhone('messenger', 'Elena');
  const page = await used.open({ at: '/wire' });
  const elena = phoneOf(page, 'Elena');
  await elena.say('where are you?');
  await elena.hear('Was this answer helpful?');
  await turnOf(page, 'Elena', 'where are you?').getByText('done', { exact: true }).waitFor();
  await page
    .getByRole('button', { name: /^Replay .*where are you/ })
    .first()
    .click();
  await expect.poll(() => elena.messages.getByText(/old ferry landing/).count()).toBe(2);
});

test('one conversation alone is shown when somebody asks for it', async () => {
  used.addPhone('messenger', 'Farid');
  const { userId } = used.addPhone('web', 'Greta');
  const page = await used.open({ at: `/wire?phone=${userId}` });
  used.stand.smooch.control.user(used.served.phones.list()[0]!.userId).say('where are you?');
  const greta = phoneOf(page, 'Greta');
  await greta.say('what are your opening hours?');
  await turnOf(page, 'Greta', 'what are your opening hours?').waitFor();
  await turnOf(page, 'Farid', 'where are you?').waitFor();
  await page.getByRole('combobox', { name: 'Conversation' }).selectOption({ label: 'Greta (Web)' });
  await turnOf(page, 'Farid', 'where are you?').waitFor({ state: 'hidden' });
  await turnOf(page, 'Greta', 'what are your opening hours?').waitFor();
});

/** The newest turn of a user that began with this. */
function turnOf(page: Page, who: string, said: string) {
  return page
    .getByRole('article', { name: said })
    .filter({ has: page.getByText(who, { exact: true }) })
    .first();
}
