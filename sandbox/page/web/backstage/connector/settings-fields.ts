import { WEEKDAYS, type Weekday } from '../../../protocol/opening-hours.ts';
import type { ConnectorSettings, ConnectorSettingsChange } from '../../../protocol/page-protocol.ts';

/** The settings as the form has them: each key on its own, numbers and hours as the text that is typed. */
export type SettingsFields = {
  'chat.enabled': boolean;
  'chat.workTimeTableActive': boolean;
  'chat.timezoneWorkingHours': string;
  'chat.exitQueueCommand': string;
  'chat.closeCommand': string;
  triesBeforeEscalation: string;
  negativeRatingsBeforeEscalation: string;
  'content_ratings.enabled': boolean;
  lang: string;
} & Record<`chat.timetable.${Weekday}`, string>;

/** Only what somebody changed. */
export type SettingsEdits = Partial<SettingsFields>;

/** What is wrong with a field, in a sentence. */
export type FieldProblems = Partial<Record<keyof SettingsFields, string>>;

const COUNTS = ['triesBeforeEscalation', 'negativeRatingsBeforeEscalation'] as const;

export function settingsToFields({ chat, ...settings }: ConnectorSettings): SettingsFields {
  const days = WEEKDAYS.map((day) => [`chat.timetable.${day}`, chat.timetable[day].join(', ')]);
  return {
    'chat.enabled': chat.enabled,
    'chat.workTimeTableActive': chat.workTimeTableActive,
    'chat.timezoneWorkingHours': chat.timezoneWorkingHours,
    'chat.exitQueueCommand': chat.exitQueueCommand,
    'chat.closeCommand': chat.closeCommand,
    triesBeforeEscalation: String(settings.triesBeforeEscalation),
    negativeRatingsBeforeEscalation: String(settings.negativeRatingsBeforeEscalation),
    'content_ratings.enabled': settings.content_ratings.enabled,
    lang: settings.lang,
    ...(Object.fromEntries(days) as Record<`chat.timetable.${Weekday}`, string>),
  };
}

/** What the form cannot make a value of. Whether a value makes sense is for the connector to say, in its own words. */
export function problemsOf(fields: SettingsFields): FieldProblems {
  const wrong = COUNTS.filter((name) => !/^\s*\d{1,9}\s*$/.test(fields[name]));
  return Object.fromEntries(wrong.map((name) => [name, 'This must be a whole number, 0 or more.']));
}

/** What is sent to the sandbox: the keys that were changed, where they stand in the files. */
export function editsToChange(edits: SettingsEdits): ConnectorSettingsChange {
  const change: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(edits)) {
    const names = path.split('.');
    const last = names.pop()!;
    let place = change;
    for (const name of names) {
      place[name] ??= {};
      place = place[name] as Record<string, unknown>;
    }
    place[last] = toValue(path, value);
  }
  return change as ConnectorSettingsChange;
}

function toValue(path: string, value: string | boolean): unknown {
  if (typeof value === 'boolean') return value;
  if (COUNTS.some((name) => name === path)) return Number(value);
  return path.startsWith('chat.timetable.') ? textToHours(value) : value;
}

/** `09:00-13:00, 15:00-18:00` as a list; nothing written is an empty one. */
export function textToHours(text: string): string[] {
  return text
    .split(',')
    .map((range) => range.trim())
    .filter((range) => range !== '');
}

/** Edits that differ from what is in force. */
export function realEdits(edits: SettingsEdits, current: SettingsFields): SettingsEdits {
  const entries = Object.entries(edits).filter(([name, value]) => current[name as keyof SettingsFields] !== value);
  return Object.fromEntries(entries);
}
