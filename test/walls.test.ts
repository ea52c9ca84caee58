import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';

/**
 * Which room may import from which. `types of X` allows `import type` only. Biome refuses the same while one types;
 * this test sees every file and fails when it saw fewer than there are.
 */
const rooms: Record<string, readonly string[]> = {
  'src/core': [],
  'src/config': ['src/core'],
  'src/net': ['src/core', 'src/telemetry'],
  'src/telemetry': ['src/core'],
  'src/smooch': ['src/core', 'src/net', 'src/telemetry'],
  'src/chatbot': ['src/core', 'src/net', 'src/telemetry'],
  'src/desk': ['src/core', 'src/net', 'src/telemetry'],
  'src/translation': ['src/core', 'types of src/chatbot/wire.ts'],
  'src/flow': [
    'src/core',
    'src/translation',
    'types of src/chatbot/wire.ts',
    'types of src/desk/agent-desk.ts',
    'types of src/desk/desk-event.ts',
  ],
  'src/store': ['src/core'],
  'src/http': [
    'src/core',
    'src/smooch/v1/parse-webhook.ts',
    'types of src/desk/desk-event.ts',
    'src/store/inbox.ts',
    'src/store/schema.ts',
  ],
  'src/compose': ['src/'],
  'src/cli': ['src/'],
  'src/main.ts': ['src/'],
  sandbox: ['types of src/'],
};

interface Import {
  from: string;
  to: string;
  typeOnly: boolean;
}

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'src', 'sandbox'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => /\.tsx?$/.test(file));

describe('the walls between the rooms', () => {
  test('every file stands in a room', () => {
    expect(files.length).toBeGreaterThan(150);
    expect(files.filter((file) => roomOf(file) === undefined)).toEqual([]);
  });

  test('no room imports what it must not know', () => {
    const imports = files.flatMap(importsOf);
    expect(imports.length).toBeGreaterThan(files.length);
    expect(imports.filter((one) => !isAllowed(one)).map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });
});

function roomOf(file: string): string | undefined {
  return Object.keys(rooms).find((room) => file === room || file.startsWith(`${room}/`));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  const statements = text.matchAll(/^\s*(import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?['"](\.[^'"]+)['"]/gm);
  const dynamic = text.matchAll(/import\(\s*['"](\.[^'"]+)['"]\s*\)/g);
  const target = (specifier: string) => normalize(join(dirname(file), specifier));
  return [
    ...Array.from(statements, ([, , type, to]) => ({ from: file, to: target(to ?? ''), typeOnly: type !== undefined })),
    ...Array.from(dynamic, ([, to]) => ({ from: file, to: target(to ?? ''), typeOnly: false })),
  ];
}

function isAllowed({ from, to, typeOnly }: Import): boolean {
  const room = roomOf(from) ?? '';
  if (roomOf(to) === room) return true;
  return (rooms[room] ?? []).some((allowed) => {
    const [, types, path = ''] = /^(types of )?(.*)$/.exec(allowed) ?? [];
    return to.startsWith(path) && (types === undefined || typeOnly);
  });
}
