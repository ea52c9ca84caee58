import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** `npm run sandbox`, as somebody who has just cloned this runs it, with a script on its standard input. */
async function runSandbox(script: string) {
  const child = spawn('npm', ['run', 'sandbox', '--silent'], { cwd: root, stdio: 'pipe' });
  createReadStream(`${root}/${script}`).pipe(child.stdin);
  const [stdout, stderr, [exitCode]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { lines: stdout.trimEnd().split('\n'), stderr, exitCode: exitCode as number };
}

test('the scripted run plays a conversation from the first question to agents and back to the bot', async () => {
  const { lines, stderr, exitCode } = await runSandbox('sandbox/scripts/agent-chat.txt');
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  const address = /http:\/\/127\.0\.0\.1:\d+\/media\/[0-9a-f]+\//;
  const somebody = /Web User [0-9a-f]{8}/;
  expect(lines.map((line) => line.replace(address, 'http://smooch/').replace(somebody, 'somebody'))).toEqual([
    'you: what are your opening hours?',
    'bot: We are open Monday to Friday from 9:00 to 18:30 and Saturday from 10:00 to 16:00. On Sundays we are out riding.',
    'bot: You may also want to know',
    '  [1] Finding us',
    '  [2] Book a repair',
    'bot: Was this answer helpful?',
    '  [3] Yes',
    '  [4] No',
    'you: I want to talk to a human',
    'bot: Of course. I can ask one of my colleagues.',
    'bot: Do you want to start a chat with a human agent?',
    '  [1] Yes',
    '  [2] No',
    'you: [Yes]',
    'bot: I will try to connect you with an agent. Please wait.',
    'agent sees: a new chat of somebody, 4 lines were said before',
    'you: Hello?',
    'agent sees: Hello?',
    'bot: You are still in the queue. An agent will be with you as soon as possible. To leave the queue, type "exit".',
    'agent: /join',
    'bot: Agent Carla has joined the conversation.',
    'agent: /typing',
    'bot: ...',
    'agent: Hello, this is Carla. What can I do for you?',
    'bot: Hello, this is Carla. What can I do for you?',
    'you: My chain is broken',
    'agent sees: My chain is broken',
    'you: /image $media/bike-red.png This is the bike',
    'agent sees: This is the bike',
    'agent sees: [image/png] bike-red.png, 20911 bytes',
    'agent: A <b>Tide</b>! I ask a colleague from the <a href="https://harbour-cycles.example/workshop">workshop</a>.',
    'bot: A Tide! I ask a colleague from the workshop (https://harbour-cycles.example/workshop).',
    'agent: /leave',
    'agent: /join',
    'bot: Agent Marco has joined the conversation.',
    'agent: Marco here. This is the chain you need:',
    'bot: Marco here. This is the chain you need:',
    'agent: /image $media/workshop.png',
    'bot: [image] http://smooch/workshop.png',
    'you: Great, I will come by. Thank you!',
    'agent sees: Great, I will come by. Thank you!',
    'agent: /close',
    'bot: Chat closed',
    'you: thank you',
    'bot: You are welcome!',
  ]);
});
