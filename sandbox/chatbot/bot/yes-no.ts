import { normalise } from './normalise.ts';

// One line per group of languages of the API: en | es gl ca it pt fr ro | de nl sv da no fi | sl. and el | others.
const YES = words(`
  yes, yeah, yep, yup, sure, ok, okay, of course, yes please
  sí, claro, vale, si us plau, certo, sim, oui, bien sûr, da
  ja, jawohl, gerne, joo, kyllä
  да, так, tak, ano, ναι, evet, igen, bai, ya, نعم
  はい, 是, 好, 네, 예, ใช่
`);

const NO = words(`
  no, nope, nah, not now, no thanks, no thank you, none, none of these, neither
  no gracias, cap, non, não, nu
  nein, nee, nej, nei, ei
  нет, ні, nie, ne, όχι, hayır, nem, ez, tidak, لا
  いいえ, 不, 不是, 아니요, ไม่
`);

/** What a typed word says to a yes/no question, in any language of the API; undefined when it says neither. */
export function textToYesNo(text: string): 'yes' | 'no' | undefined {
  const spoken = normalise(text);
  if (YES.has(spoken)) return 'yes';
  return NO.has(spoken) ? 'no' : undefined;
}

function words(list: string): Set<string> {
  return new Set(list.split(/[,\n]/).map(normalise).filter(Boolean));
}
