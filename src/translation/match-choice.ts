import { foldText, plainNumber, plainText } from '../core/fold-text.ts';
import { isBlank, trimMatching } from '../core/text.ts';
import type { ShownEntry } from './shown-question.ts';

/** From the strictest to the loosest way of being the same: `C++` is not `C` while something is. */
const forms: readonly ((text: string) => string)[] = [(text) => text.trim(), plainText, foldText];

/** Nobody types more than that to choose, and no channel shows a longer label. */
const LONGEST_ANSWER = 5_000;

/** What may stand around a number without making it another one; a minus, a plus or a currency does. */
const aroundNumber = /[\p{P}\p{So}\p{Sk}\s<>|]/u;

/** A number with a label behind it, as a list shows them: "2) Gravel", "2. Gravel", "2 Gravel". */
const numberAndLabel = /^[([#*]?0*([1-9]\d{0,3})([.):\]* -]{1,4})(\S.*)$/u;

/**
 * The choice a typed text means; undefined when it means none. The whole text has to be a label, in full or as
 * shown, or the number of a choice that was shown with one, whatever signs stand around it ("2", "2.", "(2)"), or both of one choice ("2) Gravel"). A label
 * beats a number: who is offered `1) 2` and `2) 3` and types 2 means the two. Where several labels are the same, the
 * first one shown is meant, and one of the list shown last before those of the lists above it, unless they are numbered
 * as one list.
 *
 * @param earlier How many of the entries, the first ones, belong to lists before the last one.
 */
export function matchChoice(text: string, shown: readonly ShownEntry[], earlier = 0): ShownEntry | undefined {
  const isNumbered = shown.some(({ number }) => number !== undefined);
  const entries = isNumbered ? shown : [...shown.slice(earlier), ...shown.slice(0, earlier)];
  const byId = entries.find(({ id }) => id !== undefined && id === text.trim());
  if (byId !== undefined) return byId;
  // What is longer than any label cannot be one, and comparing costs.
  const longest = entries.reduce((length, entry) => Math.max(length, entry.label.length, entry.shown.length), 0);
  if (text.length > Math.min(longest * 2 + 100, LONGEST_ANSWER) || isBlank(text)) return undefined;
  const [exact, plain, folded] = forms.map((form) => () => findLabel(form, text, entries));
  return exact?.() ?? plain?.() ?? findNumber(text, entries) ?? folded?.() ?? findNumbered(text, entries);
}

function findLabel(form: (text: string) => string, text: string, entries: readonly ShownEntry[]) {
  const typed = form(text);
  return entries.find((entry) => form(entry.label) === typed) ?? entries.find((entry) => form(entry.shown) === typed);
}

function findNumber(text: string, entries: readonly ShownEntry[]): ShownEntry | undefined {
  const typed = plainNumber(text);
  // A minus makes it another number, unless it is a dash on both sides.
  if (/-\d+[^-\d]*$/.test(typed)) return undefined;
  const digits = trimMatching(typed, aroundNumber);
  const number = /^0*([1-9]\d{0,3})$/.exec(digits)?.[1];
  return number === undefined ? undefined : entries.find((entry) => entry.number === Number(number));
}

/** The choice whose number and label the text is, as somebody copies its line. */
function findNumbered(text: string, entries: readonly ShownEntry[]): ShownEntry | undefined {
  const [, number, between = '', rest = ''] = numberAndLabel.exec(plainNumber(text)) ?? [];
  // "2.5 kg" and "2-5" are no second choice.
  if (number === undefined || (/^\d/.test(rest) && !/[\s)\]]/.test(between))) return undefined;
  const entry = entries.find((one) => one.number === Number(number));
  return entry && findLabel(foldText, rest, [entry]);
}
