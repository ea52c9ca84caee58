import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { phoneOf } from './support/phone.ts';
import { NARROW, usePage } from './support/use-page.ts';

const used = usePage();

test('a content that was deleted comes back to its place with one press, also after a look elsewhere', async () => {
  const page = await used.open({ at: '/backstage' });
  const before = titles();
  const title = 'Menu';
  await page.evaluate(`location.hash = '/backstage?content=Menu'`);
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete content' }).click();
  await page.getByText(`“${title}” is deleted.`).waitFor();
  expect(titles()).not.toContain(title);
  await page.getByRole('link', { name: 'Wire' }).click();
  await page.getByRole('link', { name: 'Backstage' }).click();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await page.getByRole('heading', { name: title, exact: true }).waitFor();
  expect(titles()).toEqual(before);
  await page.getByText(`“${title}” is deleted.`).waitFor({ state: 'hidden' });
});

test('contents are reset to those of the start, and that can be undone', async () => {
  const page = await used.open({ at: '/backstage', viewport: NARROW });
  const before = titles();
  const { control } = used.stand.chatbot;
  control.removeContent('Menu');
  control.setContent({ title: 'Rubber duck', answer: 'Quack!' });
  await reset(page, 'Reset the contents');
  await page.getByText('The contents are as they were at the start.').waitFor();
  expect(titles()).toEqual(before);
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect.poll(titles).toContain('Rubber duck');
  expect(titles()).not.toContain('Menu');
  control.resetKnowledge();
});

test('everything is reset: contents, Extra Info, settings, faults, agents, chats, phones, and Wire', async () => {
  const { chatbot, smooch, desk } = used.stand;
  const { userId } = used.addPhone('web', 'Ana');
  const page = await used.open({ at: '/wire' });
  const ana = phoneOf(page, 'Ana');
  await ana.say('I want to talk to a person');
  await ana.answer('Do you want to start a chat', 'Yes');
  await desk.control.waitForInvitation();
  chatbot.control.setContent({ title: 'Rubber duck', answer: 'Quack!' });
  chatbot.control.setExtraInfo('smooch', 'translations', { en: [{ yes: 'Aye' }] });
  chatbot.control.faults.add({ endpoint: 'message', effect: { kind: 'reset' }, times: 'always' });
  smooch.control.latency.set('*', 50);
  desk.control.agent('u_marco').logout();
  desk.control.addAgent({ id: 'u_late', name: 'Late', rooms: [1], capacity: 5, online: true });
  desk.control.setQueueActive(true);
  await used.send('PUT', '/api/page/connector', { settings: { triesBeforeEscalation: 7 } });

  await page.getByRole('link', { name: 'Backstage' }).click();
  await reset(page, 'Reset everything');
  await page.getByText('Everything is as it was at the start.').waitFor();
  expect(titles()).not.toContain('Rubber duck');
  expect(JSON.stringify(chatbot.control.extraInfo('smooch'))).not.toContain('Aye');
  expect([chatbot, smooch, desk].map(({ control }) => control.faults.list())).toEqual([[], [], []]);
  expect(smooch.control.latency.list()).toEqual({});
  expect(desk.control.settings.queue.active).toBe(false);
  expect(desk.control.agents().map(({ id, online }) => [id, online])).toEqual([
    ['u_carla', true],
    ['u_marco', true],
    ['u_late', false],
  ]);
  expect(desk.control.chats().every(({ status }) => status === 'closed')).toBe(true);
  const state = (await (await used.send('GET', '/api/page/state')).json()) as {
    phones: { userId: string }[];
    connector: { status: string; settings: { triesBeforeEscalation: number } };
  };
  expect(state.connector).toMatchObject({ status: 'ready', settings: { triesBeforeEscalation: 2 } });
  expect(state.phones).toHaveLength(1);
  expect(state.phones[0]!.userId).not.toBe(userId);
  await page.getByRole('link', { name: 'Wire' }).click();
  await page.getByRole('heading', { name: 'Wire' }).waitFor();
  expect(await page.getByRole('article', { name: 'I want to talk to a person' }).count()).toBe(0);
});

function titles(): string[] {
  return used.stand.chatbot.control.knowledge().contents.map(({ title }) => title);
}

async function reset(page: Page, what: string): Promise<void> {
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await page.getByRole('button', { name: `${what}…` }).click();
  const dialog = page.getByRole('dialog', { name: `${what}?` });
  await dialog.getByRole('button', { name: what }).click();
  await dialog.waitFor({ state: 'hidden', timeout: 60_000 });
}
