import { hasAgent } from '../core/session-document.ts';
import type { FloodLimits } from './schema.ts';

/** What people did: media in a row count once, since an album is one act of a person. */
export interface Acts {
  count: number;
  /** The last one was a picture or a file. */
  media: boolean;
}

/** What a conversation has, and how much it may have. */
export interface FloodTally {
  limits: FloodLimits;
  waiting: Acts;
  arrived: Acts;
}

/** With an agent people write more than to a bot, and no robot talks to another. */
const TIMES_WITH_AGENT = 10;

/** The limits of a conversation, by the document of its session. */
export function limitsOf(flood: FloodLimits, document: string | undefined): FloodLimits {
  if (!hasAgent(document)) return flood;
  return { waiting: flood.waiting * TIMES_WITH_AGENT, per_minute: flood.per_minute * TIMES_WITH_AGENT };
}

/** Counts events, given by whether they are media. */
export function countActs(events: Iterable<boolean>): Acts {
  const acts = { count: 0, media: false };
  for (const media of events) addAct(acts, media);
  return acts;
}

/** Takes one more event in, unless that is more than the limits allow. @returns whether it was */
export function admit({ limits, waiting, arrived }: FloodTally, media: boolean): boolean {
  const fits = (acts: Acts, limit: number) => limit === 0 || (media && acts.media) || acts.count < limit;
  if (!fits(waiting, limits.waiting) || !fits(arrived, limits.per_minute)) return false;
  addAct(waiting, media);
  addAct(arrived, media);
  return true;
}

/** Whether so many events more may be too many. Media count like others here: whoever says no need not look closer. */
export function mayOverflow(flood: FloodLimits, has: { waiting: number; arrived: number }, more: number): boolean {
  const { waiting, per_minute: perMinute } = flood;
  return (waiting > 0 && has.waiting + more > waiting) || (perMinute > 0 && has.arrived + more > perMinute);
}

function addAct(acts: Acts, media: boolean): void {
  if (!(media && acts.media)) acts.count += 1;
  acts.media = media;
}
