import { createDrafts } from '../api/create-drafts.ts';

export interface PhoneDraft {
  text: string;
  /** Dropped or chosen, and not sent yet. */
  file?: File | undefined;
}

/** What each user is writing, by user id. */
export const phoneDrafts = createDrafts<PhoneDraft>({ text: '' });

export function changePhoneDraft(userId: string, part: Partial<PhoneDraft>): void {
  phoneDrafts.change(userId, (draft) => ({ ...draft, ...part }));
}

/** Puts back what could not be sent, before what was written meanwhile. */
export function returnToDraft(userId: string, said: string): void {
  phoneDrafts.change(userId, ({ text, ...rest }) => ({ ...rest, text: [said, text].filter(Boolean).join('\n') }));
}
