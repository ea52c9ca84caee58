import { expect, onTestFinished, type TestContext } from 'vitest';
import type { JournalEntry } from '../../sandbox/control/journal.ts';
import type { SimulatedAgent } from '../../sandbox/hyperchat/control/simulated-agent.ts';
import { type HyperchatSimulator, startHyperchatSimulator } from '../../sandbox/hyperchat/start-hyperchat-simulator.ts';
import { createMovableClock, type MovableClock } from './movable-clock.ts';
import { secretsOf } from './secrets-of.ts';
import { type Stand, type StandOptions, startStand } from './stand.ts';
import { waitUntil } from './wait-until.ts';

export const DESK = { appId: 'desk-app-of-the-test', secret: 'desk-secret-of-the-test' };
/** Where chats are opened, and under what they are filed. */
export const PLACE = { room: 1, source: 3 };

/** Every event that operators are told to subscribe to. */
export const DESK_EVENTS = [
  'invitations:new',
  'invitations:accept',
  'forever:alone',
  'chats:close',
  'chats:leave',
  'messages:new',
  'users:activity',
  'queues:update',
  'system:info',
] as const;

type DeskOptions = Partial<Parameters<typeof startHyperchatSimulator>[0]>;

export interface DeskStandOptions extends Omit<StandOptions, 'clock'> {
  /** Merged into `chat` of `custom/chat.yaml`. */
  chat?: Record<string, unknown>;
  /** Merged into `custom/chat.yaml` beside `chat`: the counters. */
  counters?: { triesBeforeEscalation?: number; negativeRatingsBeforeEscalation?: number };
  desk?: DeskOptions;
  /** Of the connector. Default: the machine's time. */
  clock?: MovableClock;
  /** `false`: HyperChat has no webhook yet. */
  webhook?: false;
}

/** All three simulators and the real connector in this process, over real HTTP. */
export interface DeskStand extends Omit<Stand, 'stop'> {
  desk: HyperchatSimulator;
  /** The connector's clock. */
  clock: MovableClock;
  /** An agent with a nickname, and one without. Both are online. */
  carla: SimulatedAgent;
  marco: SimulatedAgent;
  /** Resolves when nothing is under way between the four of them. */
  settled(): Promise<void>;
  /** Log lines in which a text occurs. */
  logged(text: string): Record<string, unknown>[];
  /** What was tracked about chats, oldest first. */
  tracked(): [type: string, value: unknown][];
  /** Names of the calls the connector made to HyperChat, oldest first. */
  deskCalls(): string[];
  /** Secrets beside the stand's own that must not come out either. */
  secrets: string[];
}

/** Starts the simulated HyperChat: one room, two agents who are online. Whoever starts it has to stop it. */
export function startDesk(options: DeskOptions = {}): Promise<HyperchatSimulator> {
  const agent = { rooms: [PLACE.room], capacity: 20, online: true };
  return startHyperchatSimulator({
    ...DESK,
    rooms: [
      { id: PLACE.room, name: 'Support' },
      { id: 2, name: 'Sales' },
    ],
    agents: [
      { id: 'u_carla', name: 'Carla Font', nickname: 'Carla', ...agent },
      { id: 'u_marco', name: 'Marco', ...agent },
    ],
    settings: { tickets: { active: false } },
    ...options,
  });
}

/** `custom/chat.yaml` of a connector that works with this desk. */
export function deskConf(desk: HyperchatSimulator, { chat, counters }: DeskStandOptions = {}): Record<string, unknown> {
  const { room: roomId, source } = PLACE;
  return { chat: { enabled: true, ...DESK, server: desk.url, roomId, source, ...chat }, ...counters };
}

/** Saves the webhook in the back office: HyperChat shakes hands with the connector. */
export function registerDeskWebhook(desk: HyperchatSimulator, connectorUrl: string, events = DESK_EVENTS) {
  return desk.control.webhooks.register({ target: `${connectorUrl}/smooch_chatbot_template/server.php`, events });
}

/**
 * A stand with HyperChat. It ends with the running test, and then no secret may have come out of it.
 * @param test the running one; it has to be named where tests run side by side
 */
export async function startDeskStand(
  options: DeskStandOptions = {},
  test: Pick<TestContext, 'onTestFinished'> = { onTestFinished },
): Promise<DeskStand> {
  const desk = await startDesk(options.desk);
  const { clock = createMovableClock() } = options;
  const conf = { 'custom/chat.yaml': deskConf(desk, options), ...options.conf };
  const stand = await startStand({ ...options, clock, conf }).catch(async (error: unknown) => {
    await desk.stop();
    throw error;
  });
  const secrets: string[] = [];
  test.onTestFinished(async () => {
    // Held calls would keep the connector from stopping.
    for (const { control } of [stand.chatbot, stand.smooch, desk]) control.faults.clear();
    await stand.stop();
    await desk.stop();
    expectNoSecret(stand, desk, secrets);
  });
  const { control } = desk;
  const agents = { carla: control.agent('u_carla'), marco: control.agent('u_marco') };
  const deskStand: DeskStand = Object.assign(stand, { desk, clock, secrets, ...agents }, observationsOf(stand, desk));
  // While chats are off no handshake is let in.
  const isOn = options.chat?.enabled !== false;
  if (options.webhook !== false && options.start !== false && isOn)
    await registerDeskWebhook(desk, stand.connector.url);
  return deskStand;
}

function observationsOf(
  stand: Stand,
  desk: HyperchatSimulator,
): Pick<DeskStand, 'settled' | 'logged' | 'tracked' | 'deskCalls'> {
  return {
    settled: () => untilSettled(stand.smooch, desk, () => openEvents(stand)),
    logged: (text) => stand.log.filter((line) => JSON.stringify(line).includes(text)),
    tracked: () => {
      const ofChats = stand.chatbot.control.events().filter(({ type }) => type !== 'rate' && type !== 'click');
      return ofChats.map(({ type, data }) => [type, data.value]);
    },
    deskCalls: () => desk.control.journal.listRaw().map(({ endpoint }) => endpoint),
  };
}

/** Events lead to calls, which lead to events: it is settled when a whole round brought nothing new. */
export async function untilSettled(
  smooch: Stand['smooch'],
  desk: HyperchatSimulator,
  open: () => Promise<number | undefined>,
): Promise<void> {
  const deliveries = () => [smooch.control.webhooks.log.counts(), desk.control.webhooks.log.counts()];
  for (let before = ''; ; ) {
    await smooch.control.webhooks.idle();
    await desk.control.webhooks.idle();
    await waitUntil('every event is finished', async () => (await open()) === 0, 20_000);
    const now = JSON.stringify(deliveries());
    if (now === before) return;
    before = now;
  }
}

async function openEvents({ connector }: Stand): Promise<number> {
  const response = await fetch(`${connector.url}/readyz`);
  return ((await response.json()) as { open: number }).open;
}

/** Nothing that is secret stands in what Smooch or the bot got, in HyperChat's bodies, or in a line of the log. */
export function expectNoSecret(
  stand: Pick<Stand, 'chatbot' | 'smooch' | 'log'>,
  desk: HyperchatSimulator,
  more: string[] = [],
): void {
  const handshakes = desk.control.webhooks.list().map(({ secret }) => secret);
  const secrets = [...secretsOf(stand), DESK.secret, ...handshakes, ...more];
  const { journal } = desk.control;
  const services = [...stand.smooch.control.journal.listRaw(), ...stand.chatbot.control.journal.listRaw()];
  const told = {
    // The bot's key is exchanged for a token there.
    services: toText(services.filter(({ endpoint }) => endpoint !== 'auth')),
    // Where headers are refused, files of the desk are opened with its secret in their address.
    desk: toText(journal.listRaw().map((call) => (call.endpoint === 'media' ? { ...call, path: '' } : call))),
    log: JSON.stringify(stand.log),
  };
  const found = Object.entries(told).flatMap(([where, text]) =>
    secrets.filter((secret) => text.includes(secret)).map((secret) => `${secret} in ${where}`),
  );
  expect(found).toEqual([]);
}

function toText(calls: JournalEntry[]): string {
  return JSON.stringify(calls.map(({ path, body }) => [path, body]));
}
