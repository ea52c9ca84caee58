import type { Service } from './call-log.ts';
import type { Random } from './random.ts';

/** Kinds of steps in which a kill is wanted, and the call that each is known by. */
export const STEPS = {
  'session opening': 'chatbot:conversation',
  ask: 'chatbot:message',
  send: 'smooch:message',
  'rating tracking': 'chatbot:tracking',
  'sign-up at the desk': 'desk:sign-up',
  'chat creation': 'desk:create-chat',
  'message to agent': 'desk:message',
  'media to agent': 'desk:upload',
  'media of agent': 'smooch:attachment',
} as const satisfies Record<string, `${Service}:${string}`>;

export type StepName = keyof typeof STEPS;

export const STEP_NAMES = Object.keys(STEPS) as StepName[];

/**
 * Where the aimed call stands at the kill.
 * - `lost`: it arrived and never takes effect
 * - `on its way`: it takes effect some time after the kill
 * - `done`: it took effect, its answer is never given
 */
export type Moment = 'lost' | 'on its way' | 'done';

/** What is done to an instance next. */
export type Act =
  | {
      do: 'kill';
      /** The step that the kill should fall into; undefined: wherever it falls. */
      aim:
        | { step: StepName; moment: Moment /** Milliseconds from the kill to the effect. */; lateMs: number }
        | undefined;
      downMs: number;
      /** Another instance dies at the same moment, where there are several: half of the machines lose power. */
      withAnother: boolean;
    }
  | { do: 'pause'; ms: number }
  | { do: 'end'; downMs: number };

export interface PlannedAct {
  act: Act;
  /** Which instance, from 0; aimed kills hit the one that makes the call. */
  instance: number;
  /** How long all runs undisturbed afterwards, milliseconds. */
  calmMs: number;
}

export interface PlanOptions {
  random: Random;
  instances: number;
  /** Whether pauses of up to a minute are in it. */
  long: boolean;
}

/** The next act of the plan; drawn one after another, a seed gives the same ones. */
export function nextAct({ random, instances, long }: PlanOptions): PlannedAct {
  const kind = random.weighted({ aimed: 62, blind: 20, pause: 11, end: 7 });
  const instance = random.int(0, instances - 1);
  const calmMs = random.chance(0.15) ? random.int(0, 800) : random.int(2_000, 4_000);
  const downMs = instances > 1 && random.chance(0.2) ? random.int(5_000, 15_000) : random.int(0, 1_000);
  const aim = {
    step: random.pick(STEP_NAMES),
    moment: random.pick<Moment>(['lost', 'on its way', 'on its way', 'done', 'done']),
    // Seldom so late that no look-up can see it.
    lateMs: random.chance(0.1) ? random.int(3_000, 6_000) : random.int(0, 1_200),
  };
  const ms = pauseMs(random, long);
  const withAnother = instances > 1 && random.chance(0.5);
  const act: Act =
    kind === 'pause'
      ? { do: 'pause', ms }
      : kind === 'end'
        ? { do: 'end', downMs }
        : { do: 'kill', aim: kind === 'aimed' ? aim : undefined, downMs, withAnother };
  return { act, instance, calmMs };
}

/** Mostly some seconds, now and then longer than the lease of 10 s. */
function pauseMs(random: Random, long: boolean): number {
  const draw = random.next();
  const [seconds, tooLong] = [random.int(500, 4_500), random.int(11_000, 18_000)];
  const minute = random.int(30_000, 60_000);
  if (draw < 0.75) return seconds;
  return long && draw > 0.93 ? minute : tooLong;
}
