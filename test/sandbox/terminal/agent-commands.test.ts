import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Stand, startStand } from '../../../sandbox/run/start-stand.ts';
import { createChat } from '../../../sandbox/terminal/chat.ts';
import { mediaUrlOf } from '../../../sandbox/terminal/media-url.ts';
import { runScript } from '../../../sandbox/terminal/run-script.ts';

let stand: Stand;

beforeAll(async () => {
  stand = await startStand();
});
afterAll(() => stand.stop());

/** Plays a script with a new user on the real connector. */
async function play(lines: string[], on = stand) {
  const printed: string[] = [];
  const complaints: string[] = [];
  const chat = createChat({
    smooch: on.smooch.control,
    desk: on.desk.control,
    user: on.smooch.control.createUser({ platform: 'web' }),
    mediaUrl: mediaUrlOf(on.chatbot),
    onLines: (drawn) => printed.push(...drawn),
  });
  const typed = (async function* () {
    yield* lines;
  })();
  const print = (line: string) => printed.push(line);
  const exitCode = await runScript({ stand: on, chat, lines: typed, print, complain: (line) => complaints.push(line) });
  chat.close();
  return { printed, complaints, exitCode };
}

/** What came of the last line. */
async function ending(lines: string[]) {
  const { printed, complaints } = await play(lines);
  expect(complaints).toEqual([]);
  const last = printed.findLastIndex((line) => /^(you|agent): /.test(line));
  return printed.slice(last + 1);
}

const CHAT = ['I want to talk to a human', '/1'];

describe('what the agent does', () => {
  test('nobody there, and somebody again', async () => {
    expect(await ending(['/agent offline', 'I want to talk to a human'])).toEqual([
      'bot: Of course. I can ask one of my colleagues.',
      'bot: No agents available',
    ]);
    expect((await ending(['/agent online', 'I want to talk to a human'])).slice(1)).toEqual([
      'bot: Do you want to start a chat with a human agent?',
      '  [1] Yes',
      '  [2] No',
    ]);
  });

  test('a queue, in which the second one reads how many are ahead', async () => {
    expect(await ending(['/agent queue on', ...CHAT])).toEqual([
      'bot: I will try to connect you with an agent. Please wait.',
      expect.stringMatching(/^agent sees: a new chat of /),
    ]);
    expect((await ending(CHAT)).at(-1)).toBe('bot: There is one person ahead of you.');
    expect(await ending([...CHAT, '/agent queue off', '/agent join'])).toContain(
      'bot: Agent Carla has joined the conversation.',
    );
  });

  test('a picture and a file', async () => {
    const url = '$media/bike-blue.png';
    expect(await ending([...CHAT, '/agent join', `/agent image ${url}`])).toEqual([
      expect.stringMatching(/^bot: \[image\] http.*bike-blue\.png$/),
    ]);
    expect(await ending([...CHAT, '/agent join', `/agent file ${url}`])).toEqual([
      expect.stringMatching(/^bot: \[image\] http.*bike-blue\.png$/),
    ]);
  });

  test('a place of the user is a map for the agent', async () => {
    const { printed } = await play([...CHAT, '/agent join', '/location 41.4 2.17']);
    expect(printed.at(-1)).toMatch(/^agent sees: https:\/\/maps/);
  });

  test('the user ends the chat with the word for it, and is back with the bot', async () => {
    expect(await ending([...CHAT, '/agent join', 'exit'])).toEqual([
      'agent sees: the user has ended the chat',
      'bot: Chat closed',
    ]);
    expect(await ending([...CHAT, 'exit', 'thank you'])).toEqual(['bot: You are welcome!']);
  });

  test('an agent is offered after two questions without an answer', async () => {
    expect((await ending(['xyzzy1', 'xyzzy2'])).slice(1)).toEqual([
      'bot: Do you want to start a chat with a human agent?',
      '  [1] Yes',
      '  [2] No',
    ]);
  });
});

describe('what the agent cannot do is told, and the rest goes on', () => {
  test.each([
    [['/agent join'], 'No chat is open at the desk'],
    [['/agent say Hello'], 'No chat is open at the desk'],
    [[...CHAT, '/agent say Hello'], '/agent join comes first'],
    [[...CHAT, '/agent join', '/agent image http://127.0.0.1:9/a.png'], 'Nothing could be fetched'],
    [[...CHAT, '/agent join', '/agent image $media/none.png'], 'none.png (403)'],
    [[...CHAT, '/agent join', '/agent close', '/agent say Hello'], 'No chat is open at the desk'],
  ])('%j', async (lines, sentence) => {
    // Without a chat "exit" is a question like any other.
    const { complaints, exitCode, printed } = await play([...lines, 'exit', 'thank you']);
    expect(complaints[0]).toContain(sentence);
    expect(complaints).toHaveLength(1);
    expect(exitCode).toBe(1);
    expect(printed.at(-1)).toBe('bot: You are welcome!');
  });

  test('a connector that does not believe HyperChat', async () => {
    stand.desk.control.webhooks.disturbances.add({ trigger: 'messages:new', effect: { kind: 'unsigned' } });
    const { complaints, exitCode } = await play([...CHAT, '/agent join', '/agent say Hello']);
    expect(complaints).toEqual(['Hello: The connector did not take the webhook: its log says why.']);
    expect(exitCode).toBe(1);
  });
});

test('a connector that kept its data believes the desk of the next run', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sandbox-data-'));
  for (const run of [1, 2]) {
    const again = await startStand({ dataDir });
    const { complaints, printed } = await play([...CHAT, '/agent join', `/agent say Run ${run}`], again);
    await again.stop();
    expect(complaints).toEqual([]);
    expect(printed.at(-1)).toBe(`bot: Run ${run}`);
  }
  rmSync(dataDir, { recursive: true });
});
