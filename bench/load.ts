import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { createLoad, type LoadOrder } from './create-load.ts';
import { answerParent } from './parent-channel.ts';

/** The load generator as a process of its own: `node bench/load.ts --replies PORT`. It is steered over IPC. */
const { values } = parseArgs({ options: { replies: { type: 'string' } } });

const load = createLoad();
const replies = connect(Number(values.replies), '127.0.0.1');
replies.setNoDelay(true);
createInterface({ input: replies }).on('line', (line) => {
  if (line.startsWith('!')) load.wrongReply(line.slice(1));
  else load.reply(line);
});
replies.on('error', () => process.exit(1));

answerParent({
  begin: (order: LoadOrder) => load.begin(order),
  counts: () => load.counts(),
  end: (waitMs: number) => load.end(waitMs),
});
process.once('SIGTERM', () => process.exit(0));
replies.once('connect', () => console.log(JSON.stringify({ ready: true })));
