import { type AddressInfo, createServer, type Socket } from 'node:net';
import { startSmoochSimulator } from '../sandbox/smooch/start-smooch-simulator.ts';
import { ANSWER, APP_ID, SMOOCH_KEY } from './conversation.ts';
import { answerParent } from './parent-channel.ts';

/**
 * The sandbox's Smooch as a process of its own, without a journal, and with a second port that tells who got a reply:
 * one user id a line, `!` before it when the text was not the expected one. Much cheaper than the event stream.
 */
const simulator = await startSmoochSimulator({
  apps: [{ id: APP_ID, keys: [SMOOCH_KEY] }],
  messageLimit: Number.MAX_SAFE_INTEGER,
  journal: false,
});

const listeners = new Set<Socket>();
let lines = '';
simulator.control.events.on('message', ({ userId, stored: { message } }) => {
  if (message.role !== 'appMaker') return;
  if (lines === '') setImmediate(flush);
  lines += message.text === ANSWER ? `${userId}\n` : `!${userId}\n`;
});

function flush(): void {
  for (const listener of listeners) listener.write(lines);
  lines = '';
}

const replies = createServer((socket) => {
  socket.setNoDelay(true);
  listeners.add(socket);
  socket.once('close', () => listeners.delete(socket));
  socket.on('error', () => socket.destroy());
});

answerParent({
  'create-users': (count: number): string[] =>
    Array.from({ length: count }, () => simulator.control.createUser({ platform: 'web' }).id),
});
process.once('SIGTERM', () => process.exit(0));

replies.listen(0, '127.0.0.1', () => {
  const repliesPort = (replies.address() as AddressInfo).port;
  console.log(JSON.stringify({ url: simulator.url, repliesPort }));
});
