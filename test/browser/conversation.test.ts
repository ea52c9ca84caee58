import { describe, expect, test } from 'vitest';
import { phoneOf } from './support/phone.ts';
import { usePage } from './support/use-page.ts';

const used = usePage();

describe('a user on a phone', () => {
  test('asks, and reads the answer', async () => {
    used.addPhone('messenger', 'Ana');
    const page = await used.open();
    const ana = phoneOf(page, 'Ana');
    await ana.root.getByText('Ana has not written yet').waitFor();
    await ana.say('what are your opening hours?');
    await ana.hear('We are open Monday to Friday');
    await ana.hear('Was this answer helpful?');
  });

  test('presses a button, and reads what belongs to it', async () => {
    used.addPhone('messenger', 'Ben');
    const page = await used.open();
    const ben = phoneOf(page, 'Ben');
    await ben.say('accessories');
    await ben.press('Panniers');
    await ben.hear('waterproof to two metres');
  });

  test('rates an answer and says why; the rating stands in Backstage', async () => {
    used.addPhone('messenger', 'Carmen');
    const page = await used.open({ at: '/backstage?section=ratings' });
    await page.getByText('No ratings yet').waitFor();
    const carmen = phoneOf(page, 'Carmen');
    await carmen.say('what are your opening hours?');
    await carmen.answer('Was this answer helpful?', 'No');
    await carmen.hear('Please tell us why');
    await carmen.say('What about the holidays?');
    await carmen.hear('Thank you!');
    const rating = page.getByRole('tabpanel', { name: 'Ratings' }).getByRole('listitem').first();
    await rating.getByText('What about the holidays?').waitFor();
    expect(await rating.innerText()).toContain('Opening hours');
  });

  test('sends a place and a file, and both stand in the wire', async () => {
    used.addPhone('telegram', 'David');
    const page = await used.open({ at: '/wire' });
    const david = phoneOf(page, 'David');
    await david.root.getByRole('button', { name: 'Attach' }).click();
    await david.root.getByRole('button', { name: 'Location' }).click();
    const dialog = page.getByRole('dialog', { name: 'Send a location' });
    await dialog.getByRole('textbox', { name: 'Latitude' }).fill('91');
    await dialog.getByText('From -90 to 90').waitFor();
    await dialog.getByRole('textbox', { name: 'Latitude' }).fill('41.3763');
    await dialog.getByRole('button', { name: 'Send location' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await david.hear('Port Vell');
    const place = page.getByRole('article', { name: 'sent a location: Port Vell' });
    await place.getByRole('button', { name: /ask the bot “Port Vell”/ }).waitFor();

    await david.root.getByRole('button', { name: 'Attach' }).click();
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      david.root.getByRole('button', { name: 'File', exact: true }).click(),
    ]);
    await chooser.setFiles({ name: 'invoice.txt', mimeType: 'text/plain', buffer: Buffer.from('One bike') });
    await david.root.getByRole('button', { name: 'Send', exact: true }).click();
    await david.messages.getByRole('link', { name: /invoice\.txt/ }).waitFor();
    await page.getByRole('article', { name: /^sent a file/ }).waitFor();
  });
});
