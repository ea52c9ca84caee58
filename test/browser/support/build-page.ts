import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

const script = fileURLToPath(new URL('../../../scripts/build-page.ts', import.meta.url));

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the page, built from the sources as they are now. */
    builtPage: string;
  }
}

/** Builds the page for the tests alone: a sandbox that runs beside them keeps its own. */
export function setup(project: TestProject): () => void {
  const outDir = mkdtempSync(join(tmpdir(), 'sandbox-page-'));
  // In the runner's own process React would be built as it is for tests.
  execFileSync(process.execPath, [script, outDir], {
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: 'inherit',
  });
  project.provide('builtPage', outDir);
  return () => rmSync(outDir, { recursive: true, force: true });
}
