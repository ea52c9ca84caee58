import type { Stand } from '../run/start-stand.ts';
import { type Chat, NAMES } from './chat.ts';
import { NotAnsweredError, waitUntilAnswered } from './wait-until-answered.ts';

export interface ScriptOptions {
  stand: Stand;
  chat: Chat;
  /** What is typed. */
  lines: AsyncIterable<string>;
  print: (line: string) => void;
  /** For what went wrong. */
  complain: (line: string) => void;
  /** How long each line may take, milliseconds. Default 60,000. */
  timeoutMs?: number;
}

const NOTHING_TO_DO =
  'The sandbox ends: standard input is no terminal and holds no line to send. Run it in a terminal, pipe lines into it, or keep its page with "npm run sandbox -- --page".';

/**
 * Enters one line after another, each when the one before it is answered: by the bot, or, in a chat, when it has
 * reached the agent. Resolves with the exit code: 0 when every line was understood and answered, else 1. Ends early
 * when the connector does.
 */
export async function runScript(options: ScriptOptions): Promise<number> {
  const { stand, chat, lines, print, complain, timeoutMs = 60_000 } = options;
  let exitCode = 0;
  const fail = (sentence: string): void => {
    exitCode = 1;
    complain(sentence);
  };
  let isEmpty = true;
  for await (const line of lines) {
    isEmpty = false;
    // A script may say what it is about.
    if (/^#(\s|$)/.test(line)) continue;
    const before = chat.seen;
    const entered = await chat.enter(line);
    if (entered.kind === 'quit') break;
    if (entered.kind === 'mistake') fail(`${line}: ${entered.text}`);
    if (entered.kind === 'told') for (const told of entered.lines) print(told);
    if (entered.kind !== 'sent') continue;
    const { speaker, shown, isSilent } = entered;
    print(`${NAMES[speaker]}: ${shown}`);
    try {
      await waitUntilAnswered(stand, timeoutMs);
    } catch (error) {
      if (!(error instanceof NotAnsweredError)) throw error;
      fail(`${shown}: ${error.message}`);
      return exitCode;
    }
    if (chat.seen === before && !isSilent)
      fail(`${shown}: The connector is done with it, but nobody saw anything of it.`);
  }
  if (isEmpty) complain(NOTHING_TO_DO);
  return exitCode;
}
