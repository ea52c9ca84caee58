import type { Command } from '../../src/cli/command.ts';
import { commands } from '../../src/cli/commands.ts';
import { exitCodes } from '../../src/cli/exit-codes.ts';
import { commandToUsage, optionToUsage } from '../../src/cli/help-text.ts';
import { generatedNote, table } from './markdown.ts';

const introduction = `# Command line

${generatedNote('the command table in src/cli/commands.ts')}

From a clone, \`node src/cli/main.ts\` does the same as \`smooch-connector\`.
`;

/** docs/cli.md */
export function cliPage(): string {
  const codes = table(
    ['Exit code', 'Meaning'],
    [
      [String(exitCodes.ok), 'Done.'],
      [String(exitCodes.failure), 'Something unexpected happened; the message says what.'],
      [String(exitCodes.usage), 'The command was called wrongly.'],
      [String(exitCodes.configuration), 'The configuration has mistakes; every one was printed.'],
    ],
  );
  return [introduction, ...commands.map(commandSection), `## Exit codes\n\n${codes}`].join('\n');
}

function commandSection(command: Command): string {
  const { name, description, argument, options } = command;
  const rows = [
    ...(argument === undefined ? [] : [[`\`${argument.placeholder}\``, 'all', argument.description]]),
    ...options.map((option) => [`\`${optionToUsage(option)}\``, option.default ?? 'not set', option.description]),
  ];
  const optionTable = rows.length === 0 ? '' : `\n${table(['Option', 'Default', 'What it is'], rows)}`;
  return `## ${name}\n\n\`\`\`sh\n${commandToUsage(command)}\n\`\`\`\n\n${description}\n${optionTable}`;
}
