import type { Command, Option } from './command.ts';

/** The name under which the command line is installed. */
export const programName = 'smooch-connector';

/** How a command is called: `smooch-connector start [--conf DIR] [--port N]`. */
export function commandToUsage({ name, argument, options }: Command): string {
  const words = argument === undefined ? [] : [`[${argument.placeholder}]`];
  return [programName, name, ...words, ...options.map((option) => `[${optionToUsage(option)}]`)].join(' ');
}

export function optionToUsage({ name, placeholder }: Option): string {
  return `--${name} ${placeholder}`;
}

/** All commands on one page. */
export function overviewToHelp(commands: readonly Command[]): string {
  return [
    `Usage: ${programName} COMMAND [OPTIONS]`,
    '',
    'Commands:',
    ...columns(commands.map(({ name, description }) => [name, description])),
    '',
    'Options:',
    ...columns([
      ['--help', 'Explains a command: smooch-connector start --help'],
      ['--version', 'Prints the version.'],
    ]),
  ].join('\n');
}

/** One command, with its options and their defaults. */
export function commandToHelp(command: Command): string {
  const { description, argument, options } = command;
  const rows: [string, string][] = [
    ...(argument === undefined ? [] : [[argument.placeholder, argument.description] satisfies [string, string]]),
    ...options.map((option): [string, string] => [optionToUsage(option), describeOption(option)]),
  ];
  return [
    `Usage: ${commandToUsage(command)}`,
    '',
    description,
    ...(rows.length > 0 ? ['', ...columns(rows)] : []),
  ].join('\n');
}

function describeOption({ description, default: value }: Option): string {
  return value === undefined ? description : `${description} Default: ${value}`;
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
