import { z } from 'zod';
import { languages } from './languages.ts';

// The kinds of value that configuration files hold. Each says once, as `accepts`, what it takes: messages
// ("must be <accepts>") and docs/configuration.md both use that sentence.

declare module 'zod' {
  interface GlobalMeta {
    /** What a key accepts, to follow "must be". */
    accepts?: string;
  }
}

const mustBe = (accepts: string) => () => `must be ${accepts}`;

const wholeDigits = /^-?\d+$/;

/** Digits in quotes, or from an environment variable, count as the number. */
function digitsToNumber(value: unknown): unknown {
  return typeof value === 'string' && wholeDigits.test(value.trim()) ? Number(value) : value;
}

/** `"true"` and `"false"` in quotes, or from an environment variable, count as the boolean. */
function wordToBoolean(value: unknown): unknown {
  const word = typeof value === 'string' ? value.trim().toLowerCase() : value;
  return word === 'true' ? true : word === 'false' ? false : value;
}

/** Any text. */
export function text(accepts = 'text') {
  const error = ({ input }: { input?: unknown }) =>
    typeof input === 'number' ? `must be ${accepts}: put the digits in quotes` : `must be ${accepts}`;
  return z.string({ error }).trim().min(1, { error: 'must not be empty' }).meta({ accepts });
}

/** A text that has to pass a test. */
export function textThat(accepts: string, test: (value: string) => boolean) {
  return text(accepts)
    .refine(test, { error: mustBe(accepts) })
    .meta({ accepts });
}

/** A whole number in a range, both ends included. */
export function wholeNumber(min: number, max?: number) {
  const accepts = max === undefined ? `a whole number, ${min} or more` : `a whole number from ${min} to ${max}`;
  const error = mustBe(accepts);
  const number = z.int({ error }).min(min, { error });
  return z.preprocess(digitsToNumber, max === undefined ? number : number.max(max, { error })).meta({ accepts });
}

/** true or false. */
export function flag() {
  const accepts = 'true or false';
  return z.preprocess(wordToBoolean, z.boolean({ error: mustBe(accepts) })).meta({ accepts });
}

/** One of a few words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  const accepts = words.length === 1 ? words[0] : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
  const asText = (value: unknown) => (typeof value === 'number' ? String(value) : value);
  return z.preprocess(asText, z.enum(words, { error: mustBe(accepts) })).meta({ accepts });
}

/** One of the languages of the chatbot. */
export function language() {
  return oneOf(languages);
}

/** An http(s) address without a slash at its end; what we add ourselves must not stand there already. */
export function url({ weAdd }: { weAdd?: string } = {}) {
  const accepts = `an address that begins with https:// or http://${weAdd === undefined ? '' : `, without ${weAdd} at its end`}`;
  return textThat(accepts, (value) => {
    const plain = value.replace(/\/+$/, '');
    return /^https?:$/.test(URL.parse(plain)?.protocol ?? '') && (weAdd === undefined || !plain.endsWith(weAdd));
  })
    .overwrite((value) => value.replace(/\/+$/, ''))
    .meta({ accepts });
}

/** Scheme, host and port, nothing else. */
export function origin() {
  return textThat('an origin such as https://media.example.com', (value) => URL.parse(value)?.origin === value);
}

/** A name of the IANA time zone database. */
export function timeZone() {
  return textThat('a time zone such as Europe/Madrid', (value) => {
    try {
      new Intl.DateTimeFormat('en', { timeZone: value });
      return true;
    } catch {
      return false;
    }
  });
}

/** A list; it replaces the list of a lower layer whole. */
export function listOf<Item extends z.ZodType>(item: Item, accepts: string) {
  return z.array(item, { error: mustBe(accepts) }).meta({ accepts });
}

/** A map whose keys the operator chooses. */
export function mapOf<Item extends z.ZodType>(item: Item, accepts: string) {
  return z.record(z.string(), item, { error: mustBe(accepts) }).meta({ accepts });
}

/** Whatever the operator writes; nothing is checked. */
export function anything() {
  return z.unknown().meta({ accepts: 'anything' });
}

/** A map with exactly these keys. */
export function mapWith<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const known = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: ({ code }) =>
      code === 'unrecognized_keys' ? `is not known here; accepted: ${known}` : `must be a map of: ${known}`,
  });
}

/** A map with these keys, and others that are passed on unchecked. */
export function openMapWith<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.looseObject(shape, { error: mustBe(`a map of: ${Object.keys(shape).join(', ')}`) });
}
