import type { ExtraInfo } from '../chatbot/extra-info.ts';
import type { KeyValue } from '../store/schema.ts';
import { ageText } from './age-text.ts';
import { exitCodes } from './exit-codes.ts';
import { printable } from './printable.ts';
import { type StorePlace, withStore } from './with-store.ts';

/** Prints what is kept of the bot's ExtraInfo, environment by environment. No secret, and of a key only its end. */
export async function runExtraInfoShow({ place }: { place: StorePlace }): Promise<number> {
  const copies = await withStore(place, async (store) => store.list('extra-info'));
  if (copies.length === 0) console.log('No ExtraInfo has been read yet.');
  for (const copy of copies) for (const line of describe(copy)) console.log(line);
  return exitCodes.ok;
}

function describe({ key: environment, value, at }: KeyValue): string[] {
  const { appTokens, translations } = JSON.parse(value) as ExtraInfo;
  const pairs = Object.entries(appTokens).map(([name, { key }]) => `${printable(name)} (key ${maskKey(key)})`);
  const labels = Object.entries(translations).map(
    ([language, texts]) => `${printable(language)} ${Object.keys(texts).length}`,
  );
  return [
    `${printable(environment)}: read ${ageText(Date.now() - at)} ago`,
    `  Smooch key pairs: ${listOrNone(pairs)}`,
    `  labels per language: ${listOrNone(labels)}`,
  ];
}

/** Its last four characters: enough to tell keys apart. A short one is hidden whole. */
function maskKey(key: string): string {
  return key.length < 12 ? '…' : `…${printable(key.slice(-4))}`;
}

function listOrNone(entries: readonly string[]): string {
  return entries.length === 0 ? 'none' : entries.join(', ');
}
