import { parseArgs } from 'node:util';
import { knownChannels } from '../smooch/channel/channel-traits.ts';

export interface SandboxOptions {
  /** Name as Smooch has it: `twilio`, not `sms`. */
  channel: string;
  dataDir: string | undefined;
  /** Undefined: the usual one. */
  pagePort: number | undefined;
  /** Where the page listens. */
  host: string;
  /** The page alone, whatever standard input is. */
  pageOnly: boolean;
}

/** How people call some channels. */
const ALIASES: Record<string, string> = { sms: 'twilio', email: 'mailgun', facebook: 'messenger' };

const CHANNELS = [...Object.keys(ALIASES), ...knownChannels];

interface OptionRow {
  type: 'string' | 'boolean';
  default?: string | boolean;
  short?: string;
  /** What stands for its value in the help. */
  placeholder?: string;
  help: string;
}

/** Everything that can be set; the help is made of it. */
const OPTIONS = {
  channel: {
    type: 'string',
    default: 'web',
    placeholder: 'NAME',
    help: `the channel of the user in the terminal: ${CHANNELS.join(', ')}. Default web.`,
  },
  data: {
    type: 'string',
    placeholder: 'DIR',
    help: 'folder in which the connector keeps its data. Default: a temporary one.',
  },
  'page-port': {
    type: 'string',
    placeholder: 'N',
    help: 'port of the page, 0 for any free one. Default 4700, or a free one when that is taken.',
  },
  page: {
    type: 'boolean',
    default: false,
    help: 'only the page, without a chat in the terminal: it runs until it is stopped, also without a terminal.',
  },
  host: {
    type: 'string',
    default: '127.0.0.1',
    placeholder: 'ADDRESS',
    help: 'where the page listens. Default 127.0.0.1; another than this machine gets a token in its address.',
  },
  help: { type: 'boolean', short: 'h', default: false, help: 'show this' },
} as const satisfies Record<string, OptionRow>;

export const SANDBOX_HELP = `npm run sandbox -- [options]

Chat with the simulated bot, and with agents, through the real connector: a simulated Smooch, a
simulated Inbenta Chatbot API and a simulated HyperChat run on this machine, nothing else is needed.
In a terminal the first line is the address of a page to open in a browser: users on any channel, the
agents' desk, the bot's knowledge, every call between the systems, and scenarios to watch. Below it
you chat in the terminal: type as the user would. Ask for a person, and answer as the agent:
/agent join, /agent say Hello, /agent close; /help lists everything.
Without a terminal there is no page, unless --page asks for it: the lines of stdin are sent one after another and only the chat
is printed; a line of the user that goes to an agent has no answer of the bot, it counts as answered
when it has reached the agent. Lines that begin with "# " are comments.

  printf 'hello\\nwhat are your opening hours?\\n' | npm run sandbox --silent
  npm run sandbox --silent < sandbox/scripts/agent-chat.txt
  npm run sandbox -- --page

Options
${Object.entries<OptionRow>(OPTIONS).map(optionToHelp).join('\n')}
`;

function optionToHelp([name, { placeholder, help }]: [string, OptionRow]): string {
  return `  ${`--${name} ${placeholder ?? ''}`.padEnd(16)} ${help}`;
}

/** The options, or `help` when that was asked for. @throws Error that says what is wrong */
export function readOptions(args: string[]): SandboxOptions | 'help' {
  const { values } = parseArgs({ args, options: OPTIONS });
  if (values.help) return 'help';
  const channel = ALIASES[values.channel] ?? values.channel;
  if (!knownChannels.includes(channel)) {
    throw new Error(`There is no channel "${values.channel}". There are ${CHANNELS.join(', ')}.`);
  }
  if (values.host === '') throw new Error('--host needs an address to listen on, such as 127.0.0.1 or 0.0.0.0.');
  const pagePort = readPort(values['page-port']);
  return { channel, dataDir: values.data, pagePort, host: values.host, pageOnly: values.page };
}

function readPort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) throw new Error(`"${text}" is no port: --page-port takes a number up to 65535.`);
  return port;
}
