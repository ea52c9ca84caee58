import { expect, test } from 'vitest';
import { usePage } from './support/use-page.ts';

const used = usePage();

const titles = [
  'A rating with a comment',
  'The bot does not know',
  'A form, field by field',
  'Chained answers',
  'A chat with an agent',
  'The bot is down',
  'Smooch refuses buttons',
];

test('these scenarios are offered', async () => {
  const page = await used.open({ at: '/scenarios' });
  await page.getByRole('article', { name: titles[0] }).waitFor();
  expect(await page.getByRole('article').getByRole('heading', { level: 3 }).allInnerTexts()).toEqual(titles);
});

test.each(titles)('“%s” plays to the end', async (title) => {
  const page = await used.open({ at: '/scenarios' });
  await page.getByRole('button', { name: `Play ${title}` }).click();
  const scenario = page.getByRole('article', { name: title });
  await scenario.getByText(/^(played to the end|did not work)$/).waitFor({ timeout: 60_000 });
  expect(await scenario.innerText()).toContain('played to the end');
  // Whoever watches is told what to look at.
  await scenario.getByRole('listitem').nth(2).waitFor();
});

test('one that plays can be stopped', async () => {
  const page = await used.open({ at: '/scenarios' });
  await page.getByRole('button', { name: 'Play The bot is down' }).click();
  const scenario = page.getByRole('article', { name: 'The bot is down' });
  await scenario.getByRole('button', { name: 'Stop' }).click();
  await scenario.getByText('stopped').waitFor();
});
