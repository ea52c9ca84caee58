import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { channelsPage } from './docs/channels-page.ts';
import { cliPage } from './docs/cli-page.ts';
import { configurationPage } from './docs/configuration-page.ts';
import { metricsPage } from './docs/metrics-page.ts';

// Writes the pages of docs/ that come from the program itself, or with --check says which of them are out of date.

/** File in the folder of documentation -> what it has to hold. */
const pages: Record<string, () => string> = {
  'configuration.md': configurationPage,
  'cli.md': cliPage,
  'channels.md': channelsPage,
  'metrics.md': metricsPage,
};

const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    docs: { type: 'string', default: fileURLToPath(new URL('../docs', import.meta.url)) },
  },
});

for (const [name, page] of Object.entries(pages)) {
  const file = join(values.docs, name);
  const wanted = page();
  const current = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  if (current === wanted) continue;
  if (values.check) {
    console.error(`${file} is out of date; "npm run docs" writes it anew`);
    process.exitCode = 1;
  } else {
    writeFileSync(file, wanted);
    console.log(`${file} written`);
  }
}
