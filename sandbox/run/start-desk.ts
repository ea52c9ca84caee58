import { type HyperchatSimulator, startHyperchatSimulator } from '../hyperchat/start-hyperchat-simulator.ts';

export const DESK_CREDENTIALS = { appId: 'sandbox-desk', secret: 'sandbox-desk-secret' };

/** Always the same: a connector that kept its data knows it from the last time. */
const WEBHOOK_SECRET = 'webhook-secret-of-the-sandbox-desk';

/** The room of the sandbox's configuration. */
const ROOM = 1;

/** Every event that the connector has to be told about. */
const EVENTS = [
  'invitations:new',
  'invitations:accept',
  'forever:alone',
  'chats:close',
  'chats:leave',
  'messages:new',
  'users:activity',
  'queues:update',
  'system:info',
];

export type SandboxDeskOptions = Partial<Parameters<typeof startHyperchatSimulator>[0]>;

/** Starts the simulated HyperChat: a room with two agents, both online. Whoever plays them may take some time. */
export function startSandboxDesk(options: SandboxDeskOptions = {}): Promise<HyperchatSimulator> {
  const agent = { rooms: [ROOM], capacity: 10, online: true };
  return startHyperchatSimulator({
    ...DESK_CREDENTIALS,
    rooms: [{ id: ROOM, name: 'Harbour Cycles' }],
    agents: [
      { id: 'u_carla', name: 'Carla Font', nickname: 'Carla', ...agent },
      { id: 'u_marco', name: 'Marco', ...agent },
    ],
    invitation: { intervalMs: 10 * 60_000 },
    ...options,
  });
}

/** Saves the webhook at the desk, which shakes hands with the connector. @throws HyperchatError when that fails */
export async function registerDeskWebhook({ control }: HyperchatSimulator, connectorUrl: string): Promise<void> {
  await control.webhooks.register({ target: `${connectorUrl}/`, events: EVENTS, secret: WEBHOOK_SECRET });
}
