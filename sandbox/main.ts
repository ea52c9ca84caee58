import { rmSync } from 'node:fs';
import { relative } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Stand, startStand } from './run/start-stand.ts';
import { createChat } from './terminal/chat.ts';
import { mediaUrlOf } from './terminal/media-url.ts';
import { readOptions, SANDBOX_HELP, type SandboxOptions } from './terminal/read-options.ts';
import { runInteractive } from './terminal/run-interactive.ts';
import { runScript } from './terminal/run-script.ts';

const USAGE_ERROR = 64;
const LOG_FILE = fileURLToPath(new URL('../.sandbox/connector.log', import.meta.url));

async function main(args: string[]): Promise<number> {
  let options: SandboxOptions | 'help';
  try {
    options = readOptions(args);
  } catch (error) {
    console.error(sentenceOf(error));
    return USAGE_ERROR;
  }
  if (options === 'help') {
    console.log(SANDBOX_HELP);
    return 0;
  }
  return chat(options);
}

async function chat({ channel, dataDir }: SandboxOptions): Promise<number> {
  const interrupted = untilInterrupted();
  rmSync(LOG_FILE, { force: true });
  let stand: Stand | undefined;
  try {
    // Quick repeats: whoever sits here does not want to wait a minute for the second attempt.
    const delivery = { retrySpacingMs: [250, 500, 1000, 2000, 4000, 8000, 16_000, 32_000] };
    stand = await startStand({ dataDir, logFile: LOG_FILE, smooch: { delivery } });
    return await Promise.race([interrupted, talk(stand, channel, interrupted)]);
  } catch (error) {
    console.error(sentenceOf(error));
    return 1;
  } finally {
    await stand?.stop();
  }
}

function talk(stand: Stand, channel: string, interrupted: Promise<unknown>): Promise<number> {
  if (process.stdin.isTTY) {
    const about = [
      `You are a user on the channel ${channel}. Type a message; /help lists what else you can do.`,
      `The connector runs at ${stand.connector.url}, its log is ${relative(process.cwd(), LOG_FILE)}`,
    ];
    return runInteractive({ stand, channel, about, interrupted });
  }
  const { smooch, desk, chatbot } = stand;
  const print = (line: string): void => console.log(line);
  const chat = createChat({
    smooch: smooch.control,
    desk: desk.control,
    user: smooch.control.createUser({ platform: channel }),
    mediaUrl: mediaUrlOf(chatbot),
    onLines: (lines) => lines.forEach(print),
  });
  const lines = createInterface({ input: process.stdin });
  // Once somebody interrupts, that the connector ends is no news.
  let complain = (line: string): void => console.error(line);
  void interrupted.then(() => {
    complain = () => undefined;
  });
  return runScript({ stand, chat, lines, print, complain: (line) => complain(line) });
}

/** Resolves with the exit code when somebody wants this to end. A pipe that nobody reads any more is such a wish. */
function untilInterrupted(): Promise<number> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve(130));
    process.once('SIGTERM', () => resolve(143));
    process.once('SIGHUP', () => resolve(129));
    process.stdout.once('error', () => resolve(0));
  });
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

// A script that ended early may have left lines unread: they must not keep the process alive.
process.exit(await main(process.argv.slice(2)));
