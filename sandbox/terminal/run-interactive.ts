import { clearLine, createInterface, cursorTo, type Interface } from 'node:readline';
import { styleText } from 'node:util';
import type { Stand } from '../run/start-stand.ts';
import type { SimulatedUser } from '../smooch/control/simulated-user.ts';
import { type Chat, createChat, NAMES } from './chat.ts';
import { mediaUrlOf } from './media-url.ts';

export interface InteractiveOptions {
  stand: Stand;
  /** Who is played here. */
  user: SimulatedUser;
  /** Shown first. */
  about: string[];
  /** Resolves when somebody else wants the chat to end. */
  interrupted: Promise<unknown>;
}

/** A chat at a terminal. Resolves with the exit code when the user leaves, or the connector does. */
export async function runInteractive({ stand, user, about, interrupted }: InteractiveOptions): Promise<number> {
  const { smooch, desk, chatbot } = stand;
  const terminal = createInterface({ input: process.stdin, output: process.stdout, prompt: `${NAMES.user}: ` });
  const print = (lines: string[]): void => printAbovePrompt(terminal, lines);
  const hint = createHints(print);
  const onLines = (lines: string[], hasButtons: boolean): void => {
    print(lines.map(colour));
    if (hasButtons) hint('press a button with its number: /1');
    if (lines[0]?.startsWith('agent sees:')) hint('answer as the agent: /agent join, /agent say Hello');
  };
  const chat = createChat({
    smooch: smooch.control,
    desk: desk.control,
    user,
    mediaUrl: mediaUrlOf(chatbot),
    onLines,
  });
  print(about.map(dim));
  const left = Promise.race([leave(terminal, chat, print), interrupted.then(() => 'left' as const)]);
  const ended = await Promise.race([left, stand.connector.lost]);
  if (ended !== 'left') {
    const how = ended.signal ?? `exit code ${ended.code}`;
    print([styleText('red', `The connector ended (${how}): its log says why.`)]);
  }
  chat.close();
  terminal.close();
  process.stdout.write('\n');
  return ended === 'left' ? 0 : 1;
}

/** Enters what is typed, one line after another; resolves when the user quits, with /quit, Ctrl-C or Ctrl-D. */
function leave(terminal: Interface, chat: Chat, print: (lines: string[]) => void): Promise<'left'> {
  let last = Promise.resolve();
  let closed = false;
  return new Promise((resolve) => {
    const enter = async (line: string): Promise<void> => {
      const entered = await chat.enter(line);
      if (entered.kind === 'quit') return resolve('left');
      if (closed) return;
      if (entered.kind === 'told') print(entered.lines.map(dim));
      else if (entered.kind === 'mistake') print([dim(entered.text)]);
      terminal.setPrompt(`${NAMES[chat.speaker]}: `);
      terminal.prompt();
    };
    terminal.on('line', (line) => {
      last = last.then(() => enter(line));
    });
    terminal.on('SIGINT', () => resolve('left'));
    terminal.on('close', () => {
      closed = true;
      resolve('left');
    });
    terminal.prompt();
  });
}

/** Writes lines above what is just being typed. */
function printAbovePrompt(terminal: Interface, lines: string[]): void {
  cursorTo(process.stdout, 0);
  clearLine(process.stdout, 0);
  for (const line of lines) process.stdout.write(`${line}\n`);
  terminal.prompt(true);
}

/** Says each hint once. */
function createHints(print: (lines: string[]) => void): (hint: string) => void {
  const given = new Set<string>();
  return (hint) => {
    if (!given.has(hint)) print([dim(`  (${hint})`)]);
    given.add(hint);
  };
}

function colour(line: string): string {
  return line.replace(/^bot:/, styleText('cyan', 'bot:')).replace(/^agent sees:/, styleText('magenta', 'agent sees:'));
}

function dim(text: string): string {
  return styleText('dim', text);
}
