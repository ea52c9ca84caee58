import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isScalar, isMap as isYamlMap, parseDocument, type YAMLMap } from 'yaml';
import { z } from 'zod';
import { defaultFileNames, shippedConfDir, shippedLangDir } from '../../src/config/config-folder.ts';
import { optionalLabels } from '../../src/config/labels.ts';
import { languages } from '../../src/config/languages.ts';
import { apiSchema } from '../../src/config/schema/api-schema.ts';
import { chatSchema } from '../../src/config/schema/chat-schema.ts';
import { conversationSchema } from '../../src/config/schema/conversation-schema.ts';
import { environmentsSchema } from '../../src/config/schema/environments-schema.ts';
import { serverSchema } from '../../src/config/schema/server-schema.ts';
import { smoochSchema } from '../../src/config/schema/smooch-schema.ts';
import { generatedNote, table } from './markdown.ts';

const schemas = {
  api: apiSchema,
  environments: environmentsSchema,
  conversation: conversationSchema,
  chat: chatSchema,
  smooch: smoochSchema,
  server: serverSchema,
};

const introduction = `# Configuration

${generatedNote('the comments of conf/default and the schema in src/config')}

Your files go into the folder \`custom\` of the configuration folder (\`--conf\`, else \`conf\`). Write only what differs
from the defaults. Three layers are laid over one another, file by file:

1. the defaults that come with the connector: \`smooch-connector config defaults\` prints them;
2. \`<conf>/custom/<file>.yaml\`;
3. \`<conf>/<environment>/<file>.yaml\`, for a request of that environment (see environments.yaml).

- Maps are merged key by key; a list replaces the list below it whole.
- An empty value means "not set": the layer below counts.
- Digits in quotes are taken as a number where a number is expected, "true" and "false" as a boolean.
- \`\${NAME}\` in a value stands for the environment variable NAME; \`$\${\` for a plain \`\${\`. A variable that is not set is
  a mistake.
- \`server.yaml\` and \`environments.yaml\` are the same for all environments and so cannot stand in an environment's folder.
- A key that is not listed here is a mistake, except below \`conversation.default\`, which is sent to the bot as it stands.
- \`custom.yaml\` is free-form: it is handed to your own hooks and nothing else reads it.

\`smooch-connector check-config\` prints every mistake at once, with file, key and what is accepted. So does \`start\`, and
then ends with exit code 78. The connector reads its configuration once, when it starts.
`;

/** docs/configuration.md */
export function configurationPage(): string {
  return [introduction, ...defaultFileNames.map(fileSection), labelSection()].join('\n');
}

function fileSection(name: (typeof defaultFileNames)[number]): string {
  const document = parseDocument(readFileSync(join(shippedConfDir, `${name}.yaml`), 'utf8'));
  if (!isYamlMap(document.contents)) throw new Error(`conf/default/${name}.yaml must be a map`);
  const about = paragraphs(commentOf(document.contents, 0))[0] ?? '';
  const schema = z.toJSONSchema(schemas[name], { io: 'output', unrepresentable: 'any' });
  const rows = mapToRows(document.contents, schema, []);
  return `## ${name}.yaml\n\n${about}\n\n${table(['Key', 'Default', 'Accepted', 'What it is'], rows)}`;
}

type JsonSchema = z.core.JSONSchema.BaseSchema;

function mapToRows(map: YAMLMap, schema: JsonSchema, path: string[]): string[][] {
  const missing = Object.keys(schema.properties ?? {}).filter((key) => !map.has(key));
  if (missing.length > 0) throw new Error(`conf/default lacks ${missing.join(', ')} below "${path.join('.')}"`);
  return map.items.flatMap(({ key, value }, index) => {
    const name = isScalar(key) ? String(key.value) : '';
    const keyPath = [...path, name];
    const keySchema = schemaBelow(schema, name);
    if (keySchema === undefined) throw new Error(`conf/default has ${keyPath.join('.')}, which the schema lacks`);
    const description = paragraphs(commentOf(map, index)).at(-1) ?? '';
    if (description === '') throw new Error(`${keyPath.join('.')} has no comment in conf/default`);
    if (isYamlMap(value) && value.items.length > 0) {
      const section = [`\`${keyPath.join('.')}\``, '', 'a map', description];
      return [section, ...mapToRows(value, keySchema, keyPath)];
    }
    return [[`\`${keyPath.join('.')}\``, showDefault(value), String(keySchema.accepts ?? ''), description]];
  });
}

function schemaBelow(schema: JsonSchema, key: string): JsonSchema | undefined {
  const below = schema.properties?.[key] ?? schema.additionalProperties;
  return typeof below === 'object' ? below : undefined;
}

function showDefault(value: unknown): string {
  const plain = isScalar(value) ? value.value : JSON.parse(JSON.stringify(value));
  return plain === '' ? 'not set' : `\`${JSON.stringify(plain).replaceAll(',"', ', "').replaceAll('":', '": ')}\``;
}

/** The comment above an entry; that of the first entry hangs on the map when the map is indented. */
function commentOf(map: YAMLMap, index: number): string {
  const key = map.items[index]?.key;
  const own = isScalar(key) ? key.commentBefore : undefined;
  return own ?? (index === 0 ? map.commentBefore : undefined) ?? '';
}

function paragraphs(comment: string): string[] {
  return comment.split(/\n\s*\n/).map((paragraph) => paragraph.replaceAll(/\s*\n\s*/g, ' ').trim());
}

function labelSection(): string {
  const document = parseDocument(readFileSync(join(shippedLangDir, 'en.yaml'), 'utf8'));
  const map = document.contents as YAMLMap;
  const rows = map.items.map(({ key, value }, index) => [
    `\`${isScalar(key) ? key.value : ''}\``,
    isScalar(value) ? String(value.value) : '',
    paragraphs(commentOf(map, index)).at(-1) ?? '',
  ]);
  const optional = Object.entries(optionalLabels).map(([key, description]) => [`\`${key}\``, 'not set', description]);
  return `## Labels

Sentences of the connector are in \`lang/<code>.yaml\`. Yours go into \`<conf>/custom/lang/<code>.yaml\`, or into
\`<conf>/<environment>/lang/<code>.yaml\`; the bot's ExtraInfo (group \`smooch\`, entry \`translations\`) comes on top of all.
Each may hold only what it changes, and may add labels and languages. A label that is missing in a language is said in
English; one that is missing there too is shown as its key.

Languages: ${languages.join(', ')}. Other than en, es, it, ca, fr, de, pt and nl they come without a file.

${table(['Label', 'English', 'When'], [...rows, ...optional])}`;
}
