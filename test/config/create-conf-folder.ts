import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** The least that a configuration needs. */
export const apiKeys = 'key: test-key\nsecret: test-secret\n';

/**
 * A configuration folder with real files, removed at the end of the test. Without an api.yaml of its own in
 * `custom` it gets one, so that a test shows only what it is about.
 */
export function createConfFolder(files: Record<string, string> = {}): string {
  const dir = mkdtempSync(join(tmpdir(), 'conf-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  for (const [file, text] of Object.entries({ 'custom/api.yaml': apiKeys, ...files })) {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), text);
  }
  return dir;
}
