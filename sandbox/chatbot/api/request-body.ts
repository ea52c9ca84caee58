import type { Context } from 'hono';

type BodyFields = Record<string, unknown>;

/**
 * The fields of a call's body, which the gate has read. As tolerant as the real API: JSON under any content type (PHP
 * clients send `application/json,charset=UTF-8`, others `text/plain`), a form, or nothing at all.
 * PHP writes an empty map as `[]`: that is an empty object.
 * @returns undefined for text that is none of these, or JSON that is not an object.
 */
export function readFields(c: Context): BodyFields | undefined {
  const text: string = c.get('bodyText');
  if (text.trim() === '') return {};
  const json = parseJsonObject(text);
  if (json) return json;
  const mayBeForm = c.req.header('content-type')?.includes('form-urlencoded') ?? true;
  return mayBeForm && /^[^{["\s][^=]*=/.test(text) ? formToFields(text) : undefined;
}

function parseJsonObject(text: string): BodyFields | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value) && value.length === 0) return {};
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as BodyFields) : undefined;
  } catch {
    return undefined;
  }
}

/** `answers[maxOptions]=3` and `list[]=a` become nested fields, as PHP and jQuery mean them. */
function formToFields(text: string): BodyFields {
  const fields = createFields();
  for (const [name, value] of new URLSearchParams(text)) setField(fields, name.replaceAll(']', '').split('['), value);
  return fieldsToLists(fields) as BodyFields;
}

// Without a prototype a name like __proto__ is a name like any other.
const createFields = (): BodyFields => Object.create(null) as BodyFields;

function setField(fields: BodyFields, [first = '', ...rest]: string[], value: string): void {
  const key = first === '' ? String(Object.keys(fields).length) : first;
  const inner = fields[key];
  if (rest.length === 0) fields[key] = value;
  else if (typeof inner === 'object' && inner !== null) setField(inner as BodyFields, rest, value);
  else {
    const created = createFields();
    fields[key] = created;
    setField(created, rest, value);
  }
}

/** Fields called 0, 1, 2 ... are a list. */
function fieldsToLists(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, fieldsToLists(item)] as const);
  const isList = entries.length > 0 && entries.every(([key], index) => key === String(index));
  return isList ? entries.map(([, item]) => item) : Object.fromEntries(entries);
}
