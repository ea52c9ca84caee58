import { setTimeout as delay } from 'node:timers/promises';
import type { FaultEffect, FaultRule } from '../sandbox/control/faults.ts';
import type { Service } from './call-log.ts';
import type { Random } from './random.ts';
import type { TortureStand } from './stand.ts';

/** When the database was away; milliseconds since 1970. */
export interface Outage {
  from: number;
  to: number;
}

/** What happens around the connectors. */
export interface Storms {
  /** How often each kind of trouble came. */
  readonly counts: Record<string, number>;
  readonly outages: readonly Outage[];
  /** Resolves when the weather has cleared. */
  stop(): Promise<void>;
}

type Trouble = Pick<FaultRule, 'effect' | 'moment'>;

const respond = (status: number, headers?: Record<string, string>): FaultEffect => ({
  kind: 'respond',
  status,
  body: { message: 'Torture' },
  headers,
});

const TROUBLES = {
  'time-out, call lost': { effect: { kind: 'timeout' } },
  'time-out, call done': { effect: { kind: 'timeout' }, moment: 'after' },
  'reset, call lost': { effect: { kind: 'reset' } },
  'reset, call done': { effect: { kind: 'reset' }, moment: 'after' },
  '429': { effect: respond(429, { 'retry-after': '1' }) },
  '503': { effect: respond(503) },
  '500, call lost': { effect: respond(500) },
  '500, call done': { effect: respond(500), moment: 'after' },
  '502': { effect: respond(502) },
  slow: { effect: { kind: 'delay', ms: 900 } },
} satisfies Record<string, Trouble>;

/** Begins the trouble: one upstream, the deliveries or the database at a time, with clear weather in between. */
export function startStorms(stand: TortureStand, random: Random): Storms {
  const counts: Record<string, number> = {};
  const outages: Outage[] = [];
  const stopping = new AbortController();
  const count = (name: string): void => {
    counts[name] = (counts[name] ?? 0) + 1;
  };
  const weather = blow(stand, random, { count, outages, signal: stopping.signal });
  return {
    counts,
    outages,
    async stop() {
      stopping.abort();
      await weather;
    },
  };
}

interface Sky {
  count(name: string): void;
  outages: Outage[];
  signal: AbortSignal;
}

async function blow(stand: TortureStand, random: Random, sky: Sky): Promise<void> {
  while (!sky.signal.aborted) {
    await delay(random.int(500, 3_500), undefined, { signal: sky.signal }).catch(() => {});
    if (sky.signal.aborted) return;
    const kind = random.weighted({ upstream: 60, deliveries: 32, database: stand.postgres?.ours ? 8 : 0 });
    if (kind === 'upstream') await troubleUpstream(stand, random, sky);
    else if (kind === 'deliveries') await troubleDeliveries(stand, random, sky);
    else await troubleDatabase(stand, random, sky);
  }
}

async function troubleUpstream(stand: TortureStand, random: Random, sky: Sky): Promise<void> {
  const service = random.pick<Service>(['chatbot', 'smooch', 'desk']);
  const name = random.pick(Object.keys(TROUBLES) as (keyof typeof TROUBLES)[]);
  const share = random.pick([0.15, 0.4, 1]);
  const ms = random.int(400, share === 1 ? 2_000 : 5_000);
  sky.count(`${service}: ${name}`);
  const { faults } = stand[service].control;
  const struck = random.fork(`${service} ${name}`);
  const id = faults.add({ endpoint: '*', times: 'always', matches: () => struck.chance(share), ...TROUBLES[name] });
  await delay(ms, undefined, { signal: sky.signal }).catch(() => {});
  faults.release(id);
}

/** Twice, side by side, or in the wrong order. */
async function troubleDeliveries({ smooch, desk }: TortureStand, random: Random, sky: Sky): Promise<void> {
  const { webhooks } = smooch.control;
  const kind = random.weighted({
    twice: 3,
    parallel: 2,
    reversed: 3,
    'desk twice': 2,
    'desk overtaken': 1,
    'desk late': 1,
  });
  const ms = random.int(500, 4_000);
  sky.count(`deliveries: ${kind}`);
  const wait = (time: number) => delay(time, undefined, { signal: sky.signal }).catch(() => {});
  if (kind === 'twice' || kind === 'parallel') {
    webhooks.settings.mode = 'parallel';
    webhooks.settings.copies = kind === 'twice' ? 2 : 1;
    await wait(ms);
    webhooks.settings.copies = 1;
    webhooks.settings.mode = 'ordered';
  } else if (kind === 'reversed') {
    webhooks.settings.mode = 'parallel';
    webhooks.hold();
    await wait(Math.min(ms, 700));
    webhooks.release('reversed');
    webhooks.settings.mode = 'ordered';
  } else {
    const effect = {
      'desk twice': { kind: 'duplicate', copies: 2 },
      'desk overtaken': { kind: 'overtaken' },
      'desk late': { kind: 'delay', ms: 700 },
    } as const;
    const id = desk.control.webhooks.disturbances.add({
      trigger: 'messages:new',
      times: 'always',
      effect: effect[kind],
    });
    await wait(ms);
    desk.control.webhooks.disturbances.remove(id);
  }
}

async function troubleDatabase({ postgres }: TortureStand, random: Random, sky: Sky): Promise<void> {
  const how = random.pick(['fast', 'crash'] as const);
  const ms = random.int(200, 3_000);
  sky.count(`PostgreSQL: ${how} restart`);
  const outage = { from: Date.now(), to: Number.POSITIVE_INFINITY };
  sky.outages.push(outage);
  await postgres?.end(how);
  await delay(ms);
  await postgres?.begin();
  outage.to = Date.now();
}
