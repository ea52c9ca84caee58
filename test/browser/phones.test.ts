import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { phoneOf } from './support/phone.ts';
import { sendAsBusiness } from './support/send-as-business.ts';
import { NARROW, usePage } from './support/use-page.ts';

const used = usePage();

test('phones with many messages stay where they are: only the conversation scrolls', async () => {
  for (const name of ['Ana', 'Ben', 'Carmen']) {
    const { userId } = used.addPhone('messenger', name);
    for (let number = 1; number <= 20; number++)
      await sendAsBusiness(used.stand, userId, { type: 'text', text: `Message ${number}` });
  }
  for (const viewport of [undefined, NARROW]) {
    const page = await used.open({ at: '/user', ...(viewport && { viewport }) });
    await phoneOf(page, 'Ana').hear('Message 20');
    expect(await heightBeyond(page)).toBe(0);
  }
});

/** How many pixels what is in the row of phones reaches beyond it. */
function heightBeyond(page: Page): Promise<number> {
  return page.evaluate(`(() => {
    const { scrollHeight, clientHeight } = document.getElementById('phones');
    return scrollHeight - clientHeight;
  })()`);
}
