import { foldText, isBlank } from '../core/text.ts';
import type { ShownEntry } from './shown-question.ts';

/** From the strictest to the loosest way of being the same: `C++` is not `C` while something is. */
const forms: readonly ((text: string) => string)[] = [
  (text) => text.trim(),
  (text) => text.replace(/\s+/gu, ' ').trim().toLowerCase(),
  foldText,
];

/**
 * The choice a typed text means; undefined when it means none. The whole text has to be a label, in full or as
 * shown, or the number of a choice that was shown with one, whatever signs stand around it ("2", "2.", "(2)"). A label beats a number: who is offered
 * `1) 2` and `2) 3` and types 2 means the two. Where several labels are the same, the first one shown is meant.
 */
export function matchChoice(text: string, entries: readonly ShownEntry[]): ShownEntry | undefined {
  // Nobody types a label that long by hand, and comparing costs.
  const longest = entries.reduce((length, entry) => Math.max(length, entry.label.length, entry.shown.length), 0);
  if (isBlank(text) || text.length > longest * 2 + 100) return undefined;
  const [exact, loose, folded] = forms.map((form) => findLabel(form, text, entries));
  return exact ?? loose ?? findNumber(text, entries) ?? folded;
}

function findLabel(form: (text: string) => string, text: string, entries: readonly ShownEntry[]) {
  const typed = form(text);
  return entries.find((entry) => form(entry.label) === typed) ?? entries.find((entry) => form(entry.shown) === typed);
}

function findNumber(text: string, entries: readonly ShownEntry[]): ShownEntry | undefined {
  // NFKC turns full-width digits into ours; a keycap is a digit with two marks.
  const typed = text.normalize('NFKC').replace(/[\ufe0f\u20e3]/g, '');
  // A minus makes it another number.
  if (/^\s*-\d+\s*$/.test(typed)) return undefined;
  const digits = typed.replace(/^[\p{P}\s]+|[\p{P}\s]+$/gu, '');
  return !/^[1-9]\d{0,3}$/.test(digits) ? undefined : entries.find((entry) => entry.number === Number(digits));
}
