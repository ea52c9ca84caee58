import type { FieldSource } from '../knowledge/knowledge-schema.ts';
import { normalise } from './normalise.ts';

/** What a form field makes of the user's text: the value to keep, or what to tell the user. */
export type FieldResult = { value: string } | { error: string };

const DEFAULT_ERRORS: Record<FieldSource['type'], string> = {
  text: 'Please write something.',
  email: 'That does not look like an e-mail address.',
  date: 'Please write the date as mm/dd/yyyy.',
  list: 'Please choose one of the options.',
};

/** Checks the text that was sent for a field. A list takes the option itself or any of its labels. */
export function textToField(field: FieldSource, text: string): FieldResult {
  const value = readField(field, text.trim());
  return value === undefined ? { error: field.error ?? DEFAULT_ERRORS[field.type] } : { value };
}

/** The values of a list field, each with the texts that mean it; the first is shown. */
export function fieldToListValues(field: FieldSource): { option: string; labels: string[] }[] {
  return (field.values ?? []).map((value) => (typeof value === 'string' ? { option: value, labels: [value] } : value));
}

function readField(field: FieldSource, text: string): string | undefined {
  switch (field.type) {
    case 'list':
      return readListValue(field, text);
    case 'date':
      return isDate(text) ? text : undefined;
    case 'email':
      return /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(text) ? text : undefined;
    case 'text':
      return text === '' ? undefined : text;
  }
}

function readListValue(field: FieldSource, text: string): string | undefined {
  const wanted = normalise(text);
  return fieldToListValues(field).find(({ option, labels }) =>
    [option, ...labels].some((name) => name === text || (wanted !== '' && normalise(name) === wanted)),
  )?.option;
}

/** Month first, as the API expects it, and a day that exists. */
function isDate(text: string): boolean {
  const parts = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  if (!parts) return false;
  const [month, day, year] = parts.slice(1).map(Number) as [number, number, number];
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
