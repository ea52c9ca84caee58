import { fileURLToPath } from 'node:url';

// Builds the sandbox's page, to the folder that is given, else where the sandbox looks for it. npm runs this after an
// installation, so the sandbox has it without another step; where only what the connector needs was installed there is
// no sandbox, and nothing to build.

const configFile = fileURLToPath(new URL('../sandbox/page/vite.config.ts', import.meta.url));
const [outDir] = process.argv.slice(2);

const vite = await import('vite').catch(() => undefined);
if (vite === undefined) console.log('Vite is not installed: the page of the sandbox is left out.');
else await vite.build({ configFile, logLevel: 'warn', ...(outDir && { build: { outDir } }) });
