import type { Locator, Page } from 'playwright-core';

/** A user's phone on the page. */
export interface PhoneOnPage {
  /** The whole phone. */
  root: Locator;
  /** The conversation in it. */
  messages: Locator;
  /** Types a text and sends it with Enter. */
  say(text: string): Promise<void>;
  /** Presses a button or quick reply, the newest with this label: of what is there, or else comes next. */
  press(label: string): Promise<void>;
  /** Waits for a question, then presses its answer: the question before may have had the same labels. */
  answer(question: string, label: string): Promise<void>;
  /** Waits until the newest message that contains this is to be read. */
  hear(text: string): Promise<void>;
  /** Labels of the buttons under all messages, oldest first; pictures, which open when they are pressed, aside. */
  buttons(): Promise<string[]>;
  /** Labels of the quick replies that can be used now. */
  quickReplies(): Promise<string[]>;
}

/** The phone of the user with this name. */
export function phoneOf(page: Page, name: string): PhoneOnPage {
  const root = page.getByRole('article', { name: new RegExp(`^${name} on `) });
  const messages = root.getByRole('log');
  const composer = root.getByRole('textbox', { name: `Message from ${name}` });
  const press = (label: string): Promise<void> => root.getByRole('button', { name: label, exact: true }).last().click();
  const hear = (text: string): Promise<void> => messages.getByText(text).last().waitFor();
  return {
    root,
    messages,
    async say(text) {
      await composer.fill(text);
      await composer.press('Enter');
    },
    press,
    async answer(question, label) {
      await hear(question);
      await press(label);
    },
    hear,
    buttons: async () => (await labelsOf(messages)).filter((label) => label !== ''),
    quickReplies: () => labelsOf(root.getByRole('toolbar', { name: 'Quick replies' })),
  };
}

async function labelsOf(place: Locator): Promise<string[]> {
  const labels = await place.getByRole('button').allInnerTexts();
  return labels.map((label) => label.trim());
}
