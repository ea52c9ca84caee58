import type { Command } from './command.ts';
import { exitCodes, UsageError } from './exit-codes.ts';
import { commandToHelp, overviewToHelp } from './help-text.ts';
import {
  addOption,
  allOption,
  confOption,
  dataOption,
  environmentOption,
  environmentValue,
  forceOption,
  optionValue,
  portOption,
  portValue,
  storeOptions,
  storePlace,
  yesOption,
} from './options.ts';

// Commands are imported when they are called, so that help does not load a server.

const serverCommands: readonly Command[] = [
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
      otherwise: 'all',
    },
    options: [],
    run: async ({ words }) => {
      const { runConfigDefaults } = await import('./config-defaults.ts');
      return runConfigDefaults(words[0]);
    },
  },
  {
    name: 'backup',
    description: 'Copies events, sessions and secrets into one file, while the connector goes on working.',
    argument: { placeholder: 'FILE', description: 'The file to write; only you can read it.', words: 1 },
    options: [forceOption, ...storeOptions],
    run: async (input) => {
      const place = storePlace(input);
      const { runBackup } = await import('./backup.ts');
      return runBackup({ place, file: input.words[0] ?? '', replace: input.flags.has(forceOption.name) });
    },
  },
];

const deadLetterCommands: readonly Command[] = [
  {
    name: 'dead-letters',
    description: 'Lists the events that could not be handled: id, age, state, conversation and reason.',
    options: storeOptions,
    run: async (input) => {
      const place = storePlace(input);
      const { runDeadLetters } = await import('./dead-letters.ts');
      return runDeadLetters({ place });
    },
  },
  {
    name: 'dead-letters retry',
    description: 'Has dead letters tried again: their missing steps run at the end of their conversation.',
    argument: {
      placeholder: 'ID...',
      description: 'Which ones, by the ids that "dead-letters" lists.',
      words: Number.POSITIVE_INFINITY,
      otherwise: 'none; --all for every one',
    },
    options: [allOption, ...storeOptions],
    run: async (input) => {
      const place = storePlace(input);
      const { runDeadLettersRetry } = await import('./dead-letters-retry.ts');
      return runDeadLettersRetry({ place, ids: input.words, all: input.flags.has(allOption.name) });
    },
  },
];

const extraInfoCommands: readonly Command[] = [
  {
    name: 'extra-info show',
    description: "Shows what is kept of the bot's ExtraInfo: key pairs (no secret), languages, labels and age.",
    options: storeOptions,
    run: async (input) => {
      const place = storePlace(input);
      const { runExtraInfoShow } = await import('./extra-info-show.ts');
      return runExtraInfoShow({ place });
    },
  },
  {
    name: 'extra-info refresh',
    description: "Has the bot's ExtraInfo read again at once, for all environments.",
    options: storeOptions,
    run: async (input) => {
      const place = storePlace(input);
      const { runExtraInfoRefresh } = await import('./extra-info-refresh.ts');
      return runExtraInfoRefresh({ place });
    },
  },
];

const webhookCommands: readonly Command[] = [
  {
    name: 'webhooks arm',
    description:
      'Prints a target for a webhook of HyperChat, on which one handshake is let in within ten minutes: run it before you save the webhook again, or a second one.',
    argument: {
      placeholder: 'ENVIRONMENT',
      description: 'The environment whose chats the webhook is about.',
      words: 1,
      otherwise: 'production',
    },
    options: [addOption, environmentOption, ...storeOptions],
    run: async (input) => {
      const place = storePlace(input);
      const environment = environmentValue(input, input.words[0]);
      const { runWebhooksArm } = await import('./webhooks-arm.ts');
      return runWebhooksArm({ place, environment, add: input.flags.has(addOption.name) });
    },
  },
  {
    name: 'webhooks secrets',
    description: 'Lists the secrets of HyperChat that count, by fingerprint: since when, and when last used.',
    options: storeOptions,
    run: async (input) => {
      const place = storePlace(input);
      const { runWebhooksSecrets } = await import('./webhooks-secrets.ts');
      return runWebhooksSecrets({ place });
    },
  },
  {
    name: 'webhooks forget',
    description: 'Has secrets of HyperChat forgotten: what is signed with them is refused from then on.',
    argument: {
      placeholder: 'FINGERPRINT',
      description: 'Which one, as "webhooks secrets" lists it.',
      words: 1,
      otherwise: 'none; --all for every one',
    },
    options: [allOption, yesOption, ...storeOptions],
    run: async (input) => {
      const place = storePlace(input);
      const yes = input.flags.has(yesOption.name);
      const { runWebhooksForget } = await import('./webhooks-forget.ts');
      return runWebhooksForget({ place, fingerprint: input.words[0], all: input.flags.has(allOption.name), yes });
    },
  },
];

const userArgument = {
  placeholder: 'USER',
  description: 'The app user id in Smooch, 24 hexadecimal digits.',
  words: 1,
};

const userCommands: readonly Command[] = [
  {
    name: 'session clear',
    description: 'Has the sessions of a user forgotten: the next message begins a new conversation with the bot.',
    argument: userArgument,
    options: storeOptions,
    run: async (input) => {
      const place = storePlace(input);
      const { runSessionClear } = await import('./session-clear.ts');
      return runSessionClear({ place, userId: input.words[0] ?? '' });
    },
  },
  {
    name: 'user erase',
    description: 'Has everything deleted that is kept about a user, dead letters too.',
    argument: userArgument,
    options: storeOptions,
    run: async (input) => {
      const place = storePlace(input);
      const { runUserErase } = await import('./user-erase.ts');
      return runUserErase({ place, userId: input.words[0] ?? '' });
    },
  },
];

const help: Command = {
  name: 'help',
  description: 'Says what the commands are, or how to use one of them.',
  argument: { placeholder: 'COMMAND', description: 'The command to explain.', words: 2, otherwise: 'all' },
  options: [],
  run: async ({ words }) => {
    const name = words.join(' ');
    const command = commands.find((command) => command.name === name);
    if (command === undefined && name !== '') throw new UsageError(`there is no command "${name}" to explain`);
    console.log(command === undefined ? overviewToHelp(commands) : commandToHelp(command));
    return exitCodes.ok;
  },
};

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  ...serverCommands,
  ...deadLetterCommands,
  ...extraInfoCommands,
  ...webhookCommands,
  ...userCommands,
  help,
];
