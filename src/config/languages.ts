/**
 * The languages a chatbot instance can have, by ISO 639-1 code
 * (Inbenta's guide of the Smooch connector: conversation.php, `lang`).
 */
export const languages = [
  'ca',
  'de',
  'en',
  'es',
  'fr',
  'it',
  'ja',
  'ko',
  'nl',
  'pt',
  'zh',
  'ru',
  'ar',
  'hu',
  'eu',
  'ro',
  'gl',
  'da',
  'sv',
  'no',
  'tr',
  'cs',
  'fi',
  'pl',
  'el',
  'th',
  'id',
  'uk',
] as const;

export type Language = (typeof languages)[number];

/** The language of every label that nobody translated. */
export const fallbackLanguage: Language = 'en';

export function isLanguage(code: string): code is Language {
  return (languages as readonly string[]).includes(code);
}
