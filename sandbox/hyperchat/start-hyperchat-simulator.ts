import { createFaultQueue } from '../control/faults.ts';
import type { SimulatorControl } from '../control/gate.ts';
import { createLatency } from '../control/latency.ts';
import { listen } from '../control/listen.ts';
import { createDeskJournal } from './control/desk-journal.ts';
import { createHyperchatControl, type HyperchatControl } from './control/hyperchat-control.ts';
import { createHyperchatApp } from './create-hyperchat-app.ts';
import type { NewAgent } from './desk/agents.ts';
import type { Room } from './desk/records.ts';
import { createHyperchatService } from './hyperchat-service.ts';
import {
  changeSettings,
  createDefaultSettings,
  type HyperchatSettings,
  type SettingsChange,
  type WebhookSettings,
} from './settings.ts';
import { createSimulatorClock } from './simulator-clock.ts';
import type { TicketingCredentials } from './ticketing/authorization-routes.ts';

export interface HyperchatSimulatorOptions {
  /** Default 0: a free one. */
  port?: number;
  /** Default 127.0.0.1. */
  host?: string;
  appId: string;
  secret: string;
  rooms: Room[];
  /** Logged off, unless told otherwise. */
  agents: NewAgent[];
  /** Default false. */
  queueActive?: boolean;
  /** Default: 30 s for each agent, five invitations. */
  invitation?: Partial<HyperchatSettings['invitation']>;
  /** Default: pictures and documents up to 20 MB, for users and agents. */
  media?: Partial<HyperchatSettings['media']>;
  /** How webhooks are sent. Default: signed in hex over the body, in order for each chat, never repeated. */
  webhooks?: Partial<WebhookSettings>;
  /** Everything else that can be set up. */
  settings?: SettingsChange;
  /** Of the ticketing API at `/ticketing`. Default: `ticketing-key` and `ticketing-secret`. */
  ticketing?: TicketingCredentials;
  /** Milliseconds since 1970. Default `Date.now`. */
  now?: () => number;
  /** Whether calls are written down from the start. Default true; load tests do without. */
  journal?: boolean;
  /** How many calls are kept. Default 20,000. */
  journalCapacity?: number;
}

export interface HyperchatSimulator {
  /** Origin, without a path: `http://127.0.0.1:1234`. The API is at `/v1`. */
  url: string;
  port: number;
  control: HyperchatControl;
  stop(): Promise<void>;
}

const DEFAULT_TICKETING: TicketingCredentials = { key: 'ticketing-key', secret: 'ticketing-secret' };

/**
 * Starts a stand-in for HyperChat, the desk of live agents, and resolves when it listens.
 * @throws HyperchatError for an agent in a room that does not exist, Error when the port is taken
 */
export async function startHyperchatSimulator(options: HyperchatSimulatorOptions): Promise<HyperchatSimulator> {
  const { port = 0, host = '127.0.0.1', appId, secret, rooms, agents, ticketing = DEFAULT_TICKETING } = options;
  let url = '';
  const clock = createSimulatorClock(options.now ?? Date.now);
  const settings = settingsOf(options);
  const service = createHyperchatService({ appId, secret, rooms, agents, settings, clock, origin: () => url });
  const common: SimulatorControl = {
    faults: createFaultQueue(),
    latency: createLatency(),
    journal: createDeskJournal({ now: clock.now, recording: options.journal, capacity: options.journalCapacity }),
  };
  const control = createHyperchatControl(service, common);
  const server = await listen(createHyperchatApp(service, control, ticketing), port, host);
  url = `http://${host}:${server.port}`;
  return {
    url,
    port: server.port,
    control,
    async stop() {
      common.faults.clear();
      await service.stop();
      await server.stop();
    },
  };
}

function settingsOf(options: HyperchatSimulatorOptions): HyperchatSettings {
  const { queueActive, invitation = {}, media = {}, webhooks = {} } = options;
  const settings = createDefaultSettings();
  changeSettings(settings, { ...options.settings });
  changeSettings(settings, { invitation, media, webhooks });
  if (queueActive !== undefined) settings.queue.active = queueActive;
  return settings;
}
