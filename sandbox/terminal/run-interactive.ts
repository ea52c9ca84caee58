import { clearLine, createInterface, cursorTo, type Interface } from 'node:readline';
import { styleText } from 'node:util';
import type { Stand } from '../run/start-stand.ts';
import { type Chat, createChat } from './chat.ts';

export interface InteractiveOptions {
  stand: Stand;
  channel: string;
  /** Shown first. */
  about: string[];
  /** Resolves when somebody else wants the chat to end. */
  interrupted: Promise<unknown>;
}

/** A chat at a terminal. Resolves with the exit code when the user leaves, or the connector does. */
export async function runInteractive({ stand, channel, about, interrupted }: InteractiveOptions): Promise<number> {
  const { control } = stand.smooch;
  const terminal = createInterface({ input: process.stdin, output: process.stdout, prompt: 'you: ' });
  const print = (lines: string[]): void => printAbovePrompt(terminal, lines);
  let hintGiven = false;
  const chat = createChat(control, control.createUser({ platform: channel }), (lines, hasButtons) => {
    print(lines.map((line) => line.replace(/^bot:/, styleText('cyan', 'bot:'))));
    if (hasButtons && !hintGiven) print([dim('  (press a button with its number: /1)')]);
    hintGiven ||= hasButtons;
  });
  print(about.map(dim));
  const left = Promise.race([leave(terminal, chat, print), interrupted.then(() => 'left' as const)]);
  const ended = await Promise.race([left, stand.connector.exited]);
  if (ended !== 'left') {
    const how = ended.signal ?? `exit code ${ended.code}`;
    print([styleText('red', `The connector ended (${how}): its log says why.`)]);
  }
  chat.close();
  terminal.close();
  process.stdout.write('\n');
  return ended === 'left' ? 0 : 1;
}

/** Enters what is typed; resolves when the user quits, with /quit, Ctrl-C or Ctrl-D. */
function leave(terminal: Interface, chat: Chat, print: (lines: string[]) => void): Promise<'left'> {
  return new Promise((resolve) => {
    terminal.on('line', (line) => {
      const entered = chat.enter(line);
      if (entered.kind === 'quit') return resolve('left');
      if (entered.kind === 'told') print(entered.lines.map(dim));
      else if (entered.kind === 'mistake') print([dim(entered.text)]);
      terminal.prompt();
    });
    terminal.on('SIGINT', () => resolve('left'));
    terminal.on('close', () => resolve('left'));
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

function dim(text: string): string {
  return styleText('dim', text);
}
