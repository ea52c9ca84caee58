import type { ExtraInfo } from '../chatbot/extra-info.ts';
import type { EnvironmentConfig } from '../config/environment-config.ts';
import { knownLabels, labelProblems } from '../config/known-labels.ts';
import { type LabelTable, labelText, optionalLabelText } from '../config/labels.ts';
import type { World } from '../flow/world.ts';
import { htmlToText } from '../translation/html-to-messages.ts';

/** Of a key in a log line. */
const LONGEST_KEY = 80;

/**
 * Labels as users read them: editors write HTML into them, as into answers.
 *
 * @param translations those of ExtraInfo, as they are now
 */
export function createLabels(
  { labels, conversation }: EnvironmentConfig,
  translations: () => LabelTable,
): Pick<World, 'label' | 'hasLabel'> {
  const { lang } = conversation.default;
  return {
    label: (key, values) => labelText(labels, translations(), lang, key, values, htmlToText),
    hasLabel: (key) => optionalLabelText(labels, translations(), lang, key, {}, htmlToText) !== undefined,
  };
}

/** Says which labels of ExtraInfo nobody will read, or with a `$name` in them: once, until they change. */
export function createTranslationWarnings(
  { conversation }: EnvironmentConfig,
  warn: (message: string) => void,
): (extraInfo: ExtraInfo) => void {
  const known = knownLabels(conversation.content_ratings.ratings.map(({ label }) => label));
  let told = '';
  return ({ translations }) => {
    const problems = Object.entries(translations).flatMap(([language, labels]) =>
      labelProblems(labels, known).map(
        ({ key, message }) => `${language}${key && `.${key.slice(0, LONGEST_KEY)}`} ${message}`,
      ),
    );
    const line = problems.join('; ');
    if (line !== '' && line !== told) warn(`ExtraInfo, entry translations: ${line}`);
    told = line;
  };
}
