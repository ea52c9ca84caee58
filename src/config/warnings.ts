import { join } from 'node:path';
import { type FileLayers, findingAt } from './check-file.ts';
import type { Findings } from './config-errors.ts';
import type { ConfigFileName } from './config-folder.ts';
import { defaultEnvironment } from './environment.ts';
import { knownLabels, labelProblems } from './known-labels.ts';
import type { LabelTable } from './labels.ts';
import { fallbackLanguage } from './languages.ts';
import type { LabelFile } from './read-labels.ts';
import type { Layer } from './read-layer.ts';
import { type ChatConfig, chatKeysWithoutEffect } from './schema/chat-schema.ts';
import { type ConversationConfig, unknownConversationKeys } from './schema/conversation-schema.ts';
import type { EnvironmentsConfig } from './schema/environments-schema.ts';
import type { ServerConfig } from './schema/server-schema.ts';
import { isMap } from './values.ts';

interface CheckedValues {
  fileLayers(file: ConfigFileName): FileLayers;
  conversation: ConversationConfig;
  chat: ChatConfig;
  labels: LabelTable;
}

/** Values that are allowed and still deserve a word. */
export function warnAboutValues({ fileLayers, conversation, chat, labels }: CheckedValues, findings: Findings): void {
  const warn = (file: ConfigFileName, path: PropertyKey[], message: string) =>
    findings.warnings.push(findingAt(fileLayers(file), path, message));

  for (const path of unknownConversationKeys(conversation)) {
    warn('conversation', path, 'is not known here and goes to the bot as it is');
  }
  const { lang } = conversation.default;
  if (!Object.hasOwn(labels, lang)) {
    const message = `has no labels in "${lang}", so they are in English: put them into custom/lang/${lang}.yaml, or into ExtraInfo`;
    warn('conversation', ['default', 'lang'], lang === fallbackLanguage ? 'has no labels' : message);
  }
  for (const key of chatKeysWithoutEffect.filter((key) => !isEmpty(chat[key]))) {
    warn('chat', ['chat', key], 'is accepted, but has no effect yet');
  }
  if (chat.workTimeTableActive && hasNoWeek(chat.timetable)) {
    const message = 'has no hours on any day of the week: agents are never offered, but for exceptions with hours';
    warn('chat', ['chat', 'timetable'], message);
  }
  if (chat.webhook_verification === 'off') {
    const message = 'is off: whoever knows the address of this server can speak to your users as an agent';
    warn('chat', ['chat', 'webhook_verification'], message);
  }
}

/** Labels that an operator wrote and nobody will read: their key, or a name in them, is misspelled. */
export function warnAboutLabels(
  files: readonly LabelFile[],
  environments: readonly { conversation: ConversationConfig }[],
  findings: Findings,
): void {
  const ratings = environments.flatMap(({ conversation }) => conversation.content_ratings.ratings);
  const known = knownLabels(ratings.map(({ label }) => label));
  for (const { file, written, lineOf } of files) {
    for (const { key, message } of labelProblems(written, known)) {
      findings.warnings.push({ file, key, line: key === '' ? undefined : lineOf([key]), message });
    }
  }
}

function hasNoWeek({ exceptions: _, ...week }: ChatConfig['timetable']): boolean {
  return Object.values(week).every((hours) => hours.length === 0);
}

function isEmpty(value: unknown): boolean {
  return value === undefined || (isMap(value) && Object.keys(value).length === 0);
}

interface EnvironmentsOverview {
  confDir: string;
  /** The layers of files that all environments share. */
  layers: readonly Layer[];
  /** Environments that have a folder. */
  folders: readonly string[];
  /** Environments that exist. */
  names: readonly string[];
  rules: EnvironmentsConfig;
  server: ServerConfig;
}

/** Environments that nobody can reach, or that do not exist. */
export function warnAboutEnvironments(overview: EnvironmentsOverview, findings: Findings): void {
  const { confDir, layers, folders, names, rules, server } = overview;
  const isRule = (name: string) => rules[name]?.type !== undefined && rules[name].regex !== undefined;
  for (const folder of folders.filter((folder) => folder !== defaultEnvironment && !isRule(folder))) {
    const message = 'is never used: no rule in environments.yaml leads to it';
    findings.warnings.push({ file: join(confDir, folder), key: '', message });
  }
  for (const [name, { type, regex }] of Object.entries(rules)) {
    if ((type === undefined) === (regex === undefined)) continue;
    const message = `is skipped: it has no ${type === undefined ? 'type' : 'regex'}`;
    findings.warnings.push(findingAt({ name: 'environments', layers }, [name], message));
  }
  const listed = Array.isArray(server.commands) ? server.commands : [];
  for (const name of listed.filter((name) => !names.includes(name))) {
    const message = `names "${name}", which is no environment here`;
    findings.warnings.push(findingAt({ name: 'server', layers }, ['commands'], message));
  }
}
