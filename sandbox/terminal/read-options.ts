import { parseArgs } from 'node:util';
import { knownChannels } from '../smooch/channel/channel-traits.ts';

export interface SandboxOptions {
  /** Name as Smooch has it: `twilio`, not `sms`. */
  channel: string;
  dataDir: string | undefined;
}

/** How people call some channels. */
const ALIASES: Record<string, string> = { sms: 'twilio', email: 'mailgun', facebook: 'messenger' };

export const SANDBOX_HELP = `npm run sandbox -- [options]

Chat with the simulated bot, and with agents, through the real connector: a simulated Smooch, a
simulated Inbenta Chatbot API and a simulated HyperChat run on this machine, nothing else is needed.
Type as the user would. Ask for a person, and answer as the agent: /agent join, /agent say Hello,
/agent close; /help lists everything. Without a terminal the lines of stdin are sent one after
another and only the chat is printed; a line of the user that goes to an agent has no answer of the
bot, it counts as answered when it has reached the agent. Lines that begin with "# " are comments.

  printf 'hello\\nwhat are your opening hours?\\n' | npm run sandbox --silent
  npm run sandbox --silent < sandbox/scripts/agent-chat.txt

Options
  --channel NAME   the user's channel: ${[...Object.keys(ALIASES), ...knownChannels].join(', ')}. Default web.
  --data DIR       folder in which the connector keeps its data. Default: a temporary one.
  --help           show this
`;

/** The options, or `help` when that was asked for. @throws Error that says what is wrong */
export function readOptions(args: string[]): SandboxOptions | 'help' {
  const { values } = parseArgs({
    args,
    options: {
      channel: { type: 'string', default: 'web' },
      data: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  const channel = ALIASES[values.channel] ?? values.channel;
  if (!knownChannels.includes(channel)) {
    throw new Error(
      `There is no channel "${values.channel}". There are ${[...Object.keys(ALIASES), ...knownChannels].join(', ')}.`,
    );
  }
  return { channel, dataDir: values.data };
}
