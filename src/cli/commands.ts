import type { Command } from './command.ts';
import { exitCodes, UsageError } from './exit-codes.ts';
import { commandToHelp, overviewToHelp } from './help-text.ts';
import { confOption, dataOption, optionValue, portOption, portValue } from './options.ts';

// Commands are imported when they are called, so that help does not load a server.

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  {
    name: 'start',
    description: 'Runs the connector until it gets SIGTERM or SIGINT.',
    options: [confOption, dataOption, portOption],
    run: async (input) => {
      const confDir = optionValue(input, confOption);
      const dataDir = optionValue(input, dataOption);
      const port = portValue(input);
      const { runStart } = await import('./start.ts');
      return runStart({ confDir, dataDir, port });
    },
  },
  {
    name: 'check-config',
    description: 'Reads the configuration and prints every mistake in it, or a summary when it is valid.',
    options: [confOption],
    run: async (input) => {
      const confDir = optionValue(input, confOption);
      const { runCheckConfig } = await import('./check-config.ts');
      return runCheckConfig({ confDir });
    },
  },
  {
    name: 'config defaults',
    description: 'Prints the default configuration with an explanation of every key.',
    argument: {
      placeholder: 'FILE',
      description: 'Only this file: api, environments, conversation, chat, smooch or server.',
      words: 1,
    },
    options: [],
    run: async ({ words }) => {
      const { runConfigDefaults } = await import('./config-defaults.ts');
      return runConfigDefaults(words[0]);
    },
  },
  {
    name: 'help',
    description: 'Says what the commands are, or how to use one of them.',
    argument: { placeholder: 'COMMAND', description: 'The command to explain.', words: 2 },
    options: [],
    run: async ({ words }) => {
      const name = words.join(' ');
      const command = commands.find((command) => command.name === name);
      if (command === undefined && name !== '') throw new UsageError(`there is no command "${name}" to explain`);
      console.log(command === undefined ? overviewToHelp(commands) : commandToHelp(command));
      return exitCodes.ok;
    },
  },
];
