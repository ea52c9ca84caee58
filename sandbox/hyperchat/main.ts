import { parseArgs } from 'node:util';
import { startHyperchatSimulator } from './start-hyperchat-simulator.ts';

/**
 * The HyperChat simulator as a process of its own:
 * `node sandbox/hyperchat/main.ts [--port N] [--app ID] [--secret S] [--room ID:NAME ...] [--agent ID:NAME ...]
 * [--online] [--capacity N] [--queue] [--target URL] [--event NAME ...] [--quiet]`.
 * Every agent works in every room. With a target it shakes hands with it as soon as it listens.
 * Prints one JSON line with its URLs when it listens. SIGTERM and SIGINT stop it.
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    app: { type: 'string', default: 'sandbox-desk' },
    secret: { type: 'string', default: 'sandbox-desk-secret' },
    room: { type: 'string', multiple: true, default: ['1:Support'] },
    agent: { type: 'string', multiple: true, default: ['u_agent1:Carla'] },
    /** Agents are logged in from the start. */
    online: { type: 'boolean', default: false },
    capacity: { type: 'string', default: '3' },
    /** Queue mode. */
    queue: { type: 'boolean', default: false },
    target: { type: 'string' },
    event: {
      type: 'string',
      multiple: true,
      default: [
        'invitations:new',
        'invitations:accept',
        'forever:alone',
        'chats:close',
        'chats:leave',
        'messages:new',
        'users:activity',
        'queues:update',
        'system:info',
      ],
    },
    /** Keeps no journal. */
    quiet: { type: 'boolean', default: false },
  },
});

const rooms = values.room.map((text) => {
  const [id = '', name = id] = splitOnce(text);
  return { id: Number(id), name };
});

const simulator = await startHyperchatSimulator({
  port: Number(values.port),
  appId: values.app,
  secret: values.secret,
  rooms,
  agents: values.agent.map((text) => {
    const [id = '', name = id] = splitOnce(text);
    const { online } = values;
    return { id, name, rooms: rooms.map((room) => room.id), capacity: Number(values.capacity), online };
  }),
  queueActive: values.queue,
  journal: !values.quiet,
});

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void simulator.stop());
console.log(JSON.stringify({ url: simulator.url, control: `${simulator.url}/sandbox`, port: simulator.port }));

if (values.target !== undefined) {
  const { webhooks } = simulator.control;
  await webhooks.register({ target: values.target, events: values.event }).catch((error) => {
    console.error(`${error.message}. Register it later: POST ${simulator.url}/sandbox/webhooks {target, events}`);
  });
}

function splitOnce(text: string): string[] {
  const colon = text.indexOf(':');
  return colon < 0 ? [text] : [text.slice(0, colon), text.slice(colon + 1)];
}
