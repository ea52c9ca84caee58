import { checkFile, type FileLayers, findingAt } from './check-file.ts';
import type { Findings } from './config-errors.ts';
import type { ConfigFileName } from './config-folder.ts';
import type { LabelTable } from './labels.ts';
import type { Layer } from './read-layer.ts';
import { type ApiConfig, apiSchema } from './schema/api-schema.ts';
import { type ChatConfig, chatSchema } from './schema/chat-schema.ts';
import { type ConversationConfig, conversationSchema } from './schema/conversation-schema.ts';
import { type SmoochConfig, smoochSchema } from './schema/smooch-schema.ts';
import { mergeLayers, type ValueMap } from './values.ts';
import { warnAboutValues } from './warnings.ts';

/** What holds in one environment. Keys are called as in the files, so that one search finds them everywhere. */
export interface EnvironmentConfig {
  /** `production`, `development`, ... */
  name: string;
  /** `api.yaml` */
  api: ApiConfig;
  /** `conversation.yaml` */
  conversation: ConversationConfig;
  /** The map `chat` of `chat.yaml`. */
  chat: ChatConfig;
  /** `chat.yaml`, beside `chat`. */
  triesBeforeEscalation: number;
  /** `chat.yaml`, beside `chat`. */
  negativeRatingsBeforeEscalation: number;
  /** `smooch.yaml` */
  smooch: SmoochConfig;
  /** `custom.yaml`, as the operator wrote it. */
  custom: ValueMap;
  /** Labels of the files; those of ExtraInfo come on top, see `labelText`. */
  labels: LabelTable;
}

interface EnvironmentSource {
  name: string;
  layers: readonly Layer[];
  labels: LabelTable;
}

/** Checks the files of one environment; undefined when mistakes were found. */
export function checkEnvironment(source: EnvironmentSource, findings: Findings): EnvironmentConfig | undefined {
  const { name, layers, labels } = source;
  const fileLayers = (file: ConfigFileName): FileLayers => ({ name: file, layers });
  const api = checkApi(name, fileLayers('api'), findings);
  const conversation = checkFile(conversationSchema, fileLayers('conversation'), findings);
  const chatFile = checkFile(chatSchema, fileLayers('chat'), findings);
  const smooch = checkFile(smoochSchema, fileLayers('smooch'), findings);
  const custom = mergeLayers(layers.flatMap((layer) => layer.files.get('custom') ?? []).map(({ values }) => values));
  if (!api || !conversation || !chatFile || !smooch) return undefined;
  warnAboutValues({ fileLayers, conversation, chat: chatFile.chat, labels }, findings);
  const { key, secret } = smooch.app_tokens;
  const app_tokens = key === undefined || secret === undefined ? undefined : { key, secret };
  return { name, api, conversation, ...chatFile, smooch: { ...smooch, app_tokens }, custom, labels };
}

/** The key and the secret are the two values that have no default. */
function checkApi(environment: string, fileLayers: FileLayers, findings: Findings): ApiConfig | undefined {
  const api = checkFile(apiSchema, fileLayers, findings);
  if (api === undefined) return undefined;
  const { key, secret, url } = api;
  for (const missing of (['key', 'secret'] as const).filter((name) => api[name] === undefined)) {
    const message = `must be set: the API ${missing} of your Inbenta chatbot instance (environment ${environment})`;
    findings.mistakes.push(findingAt(fileLayers, [missing], message));
  }
  return key === undefined || secret === undefined ? undefined : { key, secret, url };
}
