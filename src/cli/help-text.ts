import { columns } from './columns.ts';
import type { Argument, Command, Option } from './command.ts';

/** The name under which the command line is installed. */
export const programName = 'smooch-connector';

/** How a command is called: `smooch-connector start [--conf DIR] [--port N]`. */
export function commandToUsage({ name, argument, options }: Command): string {
  const words = argument === undefined ? [] : [argumentToUsage(argument)];
  return [programName, name, ...words, ...options.map((option) => `[${optionToUsage(option)}]`)].join(' ');
}

function argumentToUsage({ placeholder, otherwise }: Argument): string {
  return otherwise === undefined ? placeholder : `[${placeholder}]`;
}

export function optionToUsage({ name, placeholder }: Option): string {
  return placeholder === undefined ? `--${name}` : `--${name} ${placeholder}`;
}

/** All commands on one page. */
export function overviewToHelp(commands: readonly Command[]): string {
  return [
    `Usage: ${programName} COMMAND [OPTIONS]`,
    '',
    'Commands:',
    ...indented(commands.map(({ name, description }) => [name, description])),
    '',
    'Options:',
    ...indented([
      ['--help', 'Explains a command: smooch-connector start --help'],
      ['--version', 'Prints the version.'],
    ]),
  ].join('\n');
}

/** One command, with its options and their defaults. */
export function commandToHelp(command: Command): string {
  const { description, argument, options } = command;
  const rows = [
    ...(argument === undefined ? [] : [[argument.placeholder, argument.description]]),
    ...options.map((option) => [optionToUsage(option), describeOption(option)]),
  ];
  return [
    `Usage: ${commandToUsage(command)}`,
    '',
    description,
    ...(rows.length > 0 ? ['', ...indented(rows)] : []),
  ].join('\n');
}

function describeOption({ description, default: value }: Option): string {
  return value === undefined ? description : `${description} Default: ${value}`;
}

function indented(rows: readonly (readonly string[])[]): string[] {
  return columns(rows).map((line) => `  ${line}`);
}
