import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ConfigErrors } from '../config/config-errors.ts';
import { LogLevelError } from '../telemetry/log.ts';
import type { Command, CommandInput } from './command.ts';
import { commands } from './commands.ts';
import { CommandError, exitCodes, UsageError } from './exit-codes.ts';
import { commandToHelp, overviewToHelp, programName } from './help-text.ts';
import { unexpectedToText } from './unexpected-to-text.ts';

/**
 * Does what a command line says.
 *
 * @param args what stands behind the program's name
 * @returns the exit code; whatever goes wrong was then printed
 */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  try {
    return await dispatch(args);
  } catch (error) {
    if (error instanceof ConfigErrors || error instanceof LogLevelError) {
      console.error(error.message);
      return exitCodes.configuration;
    }
    if (error instanceof UsageError) {
      console.error(error.message);
      return exitCodes.usage;
    }
    console.error(error instanceof CommandError ? error.message : unexpectedToText(error));
    return exitCodes.failure;
  }
}

async function dispatch(args: readonly string[]): Promise<number> {
  if (args[0] === '--version') return print(readVersion());
  if (args[0] === '--help' || args[0] === '-h') return print(overviewToHelp(commands));
  const command = findCommand(args);
  const rest = args.slice(command.name.split(' ').length);
  if (rest.includes('--help') || rest.includes('-h')) return print(commandToHelp(command));
  return command.run(parseRest(command, rest));
}

function print(text: string): number {
  console.log(text);
  return exitCodes.ok;
}

/** The longest name counts: `dead-letters retry` is not `dead-letters` with a word behind it. */
function findCommand(args: readonly string[]): Command {
  const [command] = commands
    .filter(({ name }) => name.split(' ').every((word, index) => args[index] === word))
    .sort((a, b) => b.name.length - a.name.length);
  if (command !== undefined) return command;
  const known = commands.map(({ name }) => name).join(', ');
  const typed = args[0] === undefined ? 'a command is missing' : `"${args[0]}" is no command`;
  throw new UsageError(`${typed}; there are: ${known}. "${programName} help" explains them.`);
}

function parseRest(command: Command, args: string[]): CommandInput {
  const hint = `"${programName} help ${command.name}" explains it.`;
  const { values, positionals } = parseOptions(command, args, hint);
  const { argument } = command;
  const tooMany = positionals[argument?.words ?? 0];
  if (tooMany !== undefined) throw new UsageError(`"${tooMany}" is not understood by ${command.name}. ${hint}`);
  if (argument !== undefined && argument.otherwise === undefined && positionals.length === 0) {
    throw new UsageError(`${command.name} needs ${argument.placeholder}. ${hint}`);
  }
  const given = Object.entries(values);
  return {
    values: Object.fromEntries(given.filter((entry): entry is [string, string] => typeof entry[1] === 'string')),
    flags: new Set(given.flatMap(([name, value]) => (value === true ? [name] : []))),
    words: positionals,
  };
}

function parseOptions(command: Command, args: string[], hint: string) {
  const options = Object.fromEntries(
    command.options.map(({ name, placeholder, default: value }) =>
      placeholder === undefined
        ? [name, { type: 'boolean' as const }]
        : [name, { type: 'string' as const, default: value }],
    ),
  );
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    if (!isParseError(error)) throw error;
    // Node's messages continue with advice about unusual arguments that nobody here needs.
    throw new UsageError(`${error.message.split('. ')[0]}. ${hint}`);
  }
}

function isParseError(error: unknown): error is Error {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

/** The same file seen from `src/` and from `dist/`. */
function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return version;
}
