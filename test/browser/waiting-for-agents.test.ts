import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { type PhoneOnPage, phoneOf } from './support/phone.ts';
import { usePage } from './support/use-page.ts';

const used = usePage();

afterEach(() => {
  const { control } = used.stand.desk;
  for (const { id } of control.chats().filter(({ status }) => status !== 'closed')) control.closeChat(id, 'system');
  control.configure({ queue: { active: false }, invitation: { maxAttempts: 5, intervalMs: 600_000 } });
  for (const { id } of control.agents()) {
    control.setUpAgent(id, { capacity: 10 });
    control.agent(id).login();
  }
});

test('an invitation that runs out goes to the next agent', async () => {
  const { page, phone } = await openWith('Ana');
  await askForPerson(phone);
  const invitations = page.getByRole('region', { name: 'Invitations' });
  await invitations.getByText('Ana wants to talk to Carla Font').waitFor();
  await invitations.getByRole('button', { name: 'Let it expire' }).click();
  await invitations.getByText('Ana wants to talk to Marco').waitFor();
  expect(await invitations.getByRole('listitem').count()).toBe(1);
  await invitations.getByRole('button', { name: 'Accept' }).click();
  await phone.hear('Agent Marco has joined the conversation.');
  expect(await phone.messages.getByText('Agent Carla').count()).toBe(0);
});

test('who is asked once more is told that it is not the first time', async () => {
  used.stand.desk.control.agent('u_marco').logout();
  const { page, phone } = await openWith('Gina');
  await askForPerson(phone);
  const invitations = page.getByRole('region', { name: 'Invitations' });
  await invitations.getByText('Gina wants to talk to Carla Font').waitFor();
  expect(await invitations.getByText('nd invitation').count()).toBe(0);
  await invitations.getByRole('button', { name: 'Let it expire' }).click();
  await invitations.getByText('2nd invitation').waitFor();
});

test('the desk’s settings count while they are typed; what is no number is said, and changes nothing', async () => {
  const { control } = used.stand.desk;
  const before = control.settings.invitation.intervalMs / 1000;
  const page = await used.open({ at: '/agent' });
  await page.getByRole('button', { name: 'Desk settings' }).click();
  const seconds = page.getByRole('textbox', { name: 'Seconds to accept' });
  await seconds.fill('0');
  await page.getByText(`A whole number, 1 or more. Until then it stays ${before}.`).waitFor();
  expect(control.settings.invitation.intervalMs).toBe(before * 1000);
  await seconds.fill('45');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await expect.poll(() => control.settings.invitation.intervalMs).toBe(45_000);
  await page.getByRole('button', { name: 'Desk settings' }).click();
  await page.getByText('After that the chat is given up (forever:alone).').waitFor();
  await page.getByRole('switch', { name: /^Queue mode/ }).click();
  await page.getByText('Has no effect in queue mode').waitFor();
});

test('when the last invitation runs out, the user is told that there is nobody, and the bot answers again', async () => {
  used.stand.desk.control.configure({ invitation: { maxAttempts: 1 } });
  const { page, phone } = await openWith('Ben');
  await askForPerson(phone);
  const invitations = page.getByRole('region', { name: 'Invitations' });
  await invitations.getByRole('button', { name: 'Let it expire' }).click();
  await phone.hear('No agents available');
  await invitations.getByRole('listitem').waitFor({ state: 'hidden' });
  await phone.say('what are your opening hours?');
  await phone.hear('We are open Monday to Friday');
});

test('in queue mode users wait in line, are told so, and come up one after another', async () => {
  const { control } = used.stand.desk;
  control.agent('u_marco').logout();
  control.setUpAgent('u_carla', { capacity: 1 });
  const { page, phone: carmen } = await openWith('Carmen');
  await page.getByRole('button', { name: 'Desk settings' }).click();
  await page.getByRole('switch', { name: /^Queue mode/ }).click();
  await page.getByRole('button', { name: 'Done' }).click();
  await askForPerson(carmen);
  const invitations = page.getByRole('region', { name: 'Invitations' });
  await invitations.getByRole('button', { name: 'Accept' }).click();
  await carmen.hear('Agent Carla has joined the conversation.');

  const david = await another(page, 'David');
  await askForPerson(david);
  const chats = page.getByRole('region', { name: 'Chats' });
  await chats.getByRole('button', { name: /David/ }).getByText('waiting').waitFor();
  const elena = await another(page, 'Elena');
  await askForPerson(elena);
  await elena.hear('There is one person ahead of you.');
  await elena.say('Hello?');
  await elena.hear('You are still in the queue.');
  await elena.hear('To leave the queue, type "exit".');
  await chats.getByRole('button', { name: /Elena/ }).click();
  await page.getByText('In the queue, 1 ahead.').waitFor();

  await chats.getByRole('button', { name: /Carmen/ }).click();
  await page.getByRole('button', { name: 'Close chat' }).click();
  await invitations.getByText('David wants to talk to Carla Font').waitFor();
  await invitations.getByRole('button', { name: 'Accept' }).click();
  await chats.getByRole('button', { name: /Elena/ }).click();
  await page.getByText('First in the queue: the next free agent is invited.').waitFor();
  await page.getByRole('tab', { name: /David/ }).click();
  await phoneOf(page, 'David').hear('Agent Carla has joined the conversation.');
});

test('an agent hands the chat to a colleague: the user reads who comes, and both sides go on', async () => {
  const { page, phone } = await openWith('Fatima');
  await askForPerson(phone);
  const invitations = page.getByRole('region', { name: 'Invitations' });
  await invitations.getByRole('button', { name: 'Accept' }).click();
  await phone.hear('Agent Carla has joined the conversation.');
  await page.getByRole('textbox', { name: 'Answer as Carla Font' }).waitFor();
  await page.getByRole('button', { name: 'More actions for this chat' }).click();
  await page.getByRole('button', { name: 'Transfer to Marco' }).click();
  await invitations.getByText('Fatima wants to talk to Marco').waitFor();
  await invitations.getByRole('button', { name: 'Accept' }).click();
  await phone.hear('Agent Marco has joined the conversation.');
  await phone.say('Are you still there?');
  const chat = page.getByRole('log', { name: 'Messages of the chat' });
  await chat.getByText('Are you still there?').waitFor();
  const answer = page.getByRole('textbox', { name: 'Answer as Marco' });
  await answer.fill('Now it is me');
  await answer.press('Enter');
  await phone.hear('Now it is me');
});

async function openWith(name: string): Promise<{ page: Page; phone: PhoneOnPage }> {
  used.addPhone('messenger', name);
  const page = await used.open({ at: '/agent' });
  return { page, phone: phoneOf(page, name) };
}

/** One more phone, brought to the front. */
async function another(page: Page, name: string): Promise<PhoneOnPage> {
  used.addPhone('messenger', name);
  await page.reload();
  await page.getByRole('tab', { name: new RegExp(name) }).click();
  return phoneOf(page, name);
}

async function askForPerson(phone: PhoneOnPage): Promise<void> {
  await phone.say('I want to talk to a person');
  await phone.hear('Do you want to start a chat with a human agent?');
  await phone.press('Yes');
  await phone.hear('I will try to connect you with an agent.');
}
