import { rmSync } from 'node:fs';
import { relative } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { startPage } from './page/server/start-page.ts';
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

async function chat(options: SandboxOptions): Promise<number> {
  const interrupted = untilInterrupted();
  rmSync(LOG_FILE, { force: true });
  let stand: Stand | undefined;
  try {
    // Quick repeats: whoever sits here does not want to wait a minute for the second attempt.
    const delivery = { retrySpacingMs: [250, 500, 1000, 2000, 4000, 8000, 16_000, 32_000] };
    stand = await startStand({ dataDir: options.dataDir, logFile: LOG_FILE, smooch: { delivery } });
    return await Promise.race([interrupted, talk(stand, options, interrupted)]);
  } catch (error) {
    console.error(sentenceOf(error));
    return 1;
  } finally {
    await stand?.stop();
  }
}

async function talk(stand: Stand, options: SandboxOptions, interrupted: Promise<unknown>): Promise<number> {
  if (options.pageOnly) return showPage(stand, options, interrupted);
  return process.stdin.isTTY ? talkInTerminal(stand, options, interrupted) : talkInLines(stand, options, interrupted);
}

/** Serves the page until somebody wants it to end, or the connector does. */
async function showPage(
  stand: Stand,
  { pagePort, host }: SandboxOptions,
  interrupted: Promise<unknown>,
): Promise<number> {
  const page = await startPage({ stand, port: pagePort, host });
  try {
    console.log(page.url);
    console.log('Open that address in a browser; Ctrl-C, or SIGTERM, ends it.');
    console.log(aboutConnector(stand));
    const ended = await Promise.race([interrupted.then(() => undefined), stand.connector.lost]);
    if (ended === undefined) return 0;
    console.error(`The connector ended (${ended.signal ?? `exit code ${ended.code}`}): its log says why.`);
    return 1;
  } finally {
    await page.stop();
  }
}

function aboutConnector({ connector }: Stand): string {
  return `The connector runs at ${connector.url}, its log is ${relative(process.cwd(), LOG_FILE)}`;
}

async function talkInTerminal(
  stand: Stand,
  { channel, pagePort, host }: SandboxOptions,
  interrupted: Promise<unknown>,
): Promise<number> {
  const page = await startPage({ stand, port: pagePort, host });
  try {
    console.log(page.url);
    const user = stand.smooch.control.createUser({ platform: channel });
    page.phones.show(user, 'You, in the terminal');
    const about = [
      `Open that address in a browser, or chat here as a user on the channel ${channel}.`,
      'Type a message; /help lists what else you can do.',
      aboutConnector(stand),
    ];
    return await runInteractive({ stand, user, about, interrupted });
  } finally {
    await page.stop();
  }
}

function talkInLines(stand: Stand, { channel }: SandboxOptions, interrupted: Promise<unknown>): Promise<number> {
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
