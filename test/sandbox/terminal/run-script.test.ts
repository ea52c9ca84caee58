import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Stand, startStand } from '../../../sandbox/run/start-stand.ts';
import { createChat } from '../../../sandbox/terminal/chat.ts';
import { runScript } from '../../../sandbox/terminal/run-script.ts';

let stand: Stand;

beforeEach(async () => {
  const connectorFile = fileURLToPath(new URL('./fake-connector.ts', import.meta.url));
  stand = await startStand({ connectorFile, smooch: { delivery: { retrySpacingMs: [10, 10] } } });
});
afterEach(() => stand.stop());

async function run(lines: string[], { channel = 'web', timeoutMs = 20_000 } = {}) {
  const printed: string[] = [];
  const complaints: string[] = [];
  const chat = createChat({
    smooch: stand.smooch.control,
    desk: stand.desk.control,
    user: stand.smooch.control.createUser({ platform: channel }),
    mediaUrl: 'http://media.example',
    onLines: (drawn) => printed.push(...drawn),
  });
  const typed = (async function* () {
    yield* lines;
  })();
  const exitCode = await runScript({
    stand,
    chat,
    lines: typed,
    print: (line) => printed.push(line),
    complain: (line) => complaints.push(line),
    timeoutMs,
  });
  return { printed, complaints, exitCode };
}

test('each line waits for the answer to the one before, and a number presses a button', async () => {
  expect(await run(['hello', '', '/2', '/click 1'])).toEqual({
    exitCode: 0,
    complaints: [],
    printed: [
      'you: hello',
      'bot: You said hello',
      '  [1] Left',
      '  [2] Right',
      'you: [Right]',
      'bot: You said hello Right',
      '  [1] Left',
      '  [2] Right',
      'you: [Left]',
      'bot: You said hello Right Left',
      '  [1] Left',
      '  [2] Right',
    ],
  });
});

test('a channel without buttons shows numbers to type', async () => {
  expect(await run(['hello'], { channel: 'whatsapp' })).toMatchObject({
    exitCode: 0,
    printed: ['you: hello', 'bot: You said hello', '     1. Left', '     2. Right'],
  });
});

test('nothing is sent after /quit', async () => {
  expect((await run(['hello', '/quit', 'more'])).printed.filter((line) => line.startsWith('you'))).toEqual([
    'you: hello',
  ]);
});

test('a mistake is told, the rest goes on, and the exit code is 1', async () => {
  const { exitCode, complaints, printed } = await run(['/9', 'hello']);
  expect(exitCode).toBe(1);
  expect(complaints).toEqual(['/9: There is no button 9 to press.']);
  expect(printed).toContain('bot: You said hello');
});

test.each<[string, RegExp]>([
  ['die', /^die: The connector ended \(exit code 3\)/],
  ['refuse', /^refuse: The connector did not take the webhook/],
  ['think', /^think: There was no answer within 0.3 seconds/],
])('it ends with 1 when the connector is told to "%s"', async (line, complaint) => {
  const { exitCode, complaints, printed } = await run([line, 'hello'], { timeoutMs: line === 'think' ? 300 : 20_000 });
  expect(exitCode).toBe(1);
  expect(complaints).toEqual([expect.stringMatching(complaint)]);
  expect(printed).toEqual([`you: ${line}`]);
});

test('a line that got no answer is told, and the exit code is 1', async () => {
  const { exitCode, complaints, printed } = await run(['shrug', 'hello']);
  expect(exitCode).toBe(1);
  expect(complaints).toEqual([expect.stringContaining('shrug: The connector is done with it')]);
  expect(printed).toContain('bot: You said hello');
});
