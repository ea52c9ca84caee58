import type { Command } from '../../src/cli/command.ts';
import { commands } from '../../src/cli/commands.ts';
import { exitCodes } from '../../src/cli/exit-codes.ts';
import { commandToUsage, optionToUsage } from '../../src/cli/help-text.ts';
import { generatedNote, table } from './markdown.ts';

const introduction = `# Command line

${generatedNote('the command table in src/cli/commands.ts')}

From a clone, \`npx smooch-connector\` (or \`node src/cli/main.ts\` with Node 24 or newer) does the same as
\`smooch-connector\`.

\`dead-letters\`, \`extra-info\`, \`session\` and \`user\` work beside a running connector and without one. They read its data
folder, and hand what is to be done to the connector: a running one takes it up within a second, in the conversation it
concerns and behind what is already waiting there; without one it is done after the next start. They never print what
users wrote, and no secret.
`;

/** docs/cli.md */
export function cliPage(): string {
  const codes = table(
    ['Exit code', 'Meaning'],
    [
      [String(exitCodes.ok), 'Done.'],
      [String(exitCodes.failure), 'It could not be done, or something unexpected happened; the message says what.'],
      [String(exitCodes.usage), 'The command was called wrongly.'],
      [String(exitCodes.configuration), 'The configuration has mistakes; every one was printed.'],
    ],
  );
  return [introduction, ...commands.map(commandSection), `## Exit codes\n\n${codes}`].join('\n');
}

function commandSection(command: Command): string {
  const { name, description, argument, options } = command;
  const rows = [
    ...(argument === undefined
      ? []
      : [[`\`${argument.placeholder}\``, argument.otherwise ?? 'must be given', argument.description]]),
    ...options.map((option) => [
      `\`${optionToUsage(option)}\``,
      option.default ?? (option.placeholder === undefined ? 'no' : 'not set'),
      option.description,
    ]),
  ];
  const optionTable = rows.length === 0 ? '' : `\n${table(['Option', 'Default', 'What it is'], rows)}`;
  return `## ${name}\n\n\`\`\`sh\n${commandToUsage(command)}\n\`\`\`\n\n${description}\n${optionTable}`;
}
