import { z } from 'zod';
import { parseLikePhp } from '../../control/parse-like-php.ts';
import type { TrackingCodes } from '../bot/tracking-codes.ts';

/** An event that was accepted. */
export type TrackedEvent = {
  /** Milliseconds since 1970. */
  at: number;
  sessionId: string;
  type: string;
  data: Record<string, unknown>;
  /** Title of the content that was rated or clicked. */
  content?: string;
};

export type Tracking = {
  /** Checks and keeps an event. Returns the sentence for the client when it is wrong. */
  track(sessionId: string, body: Record<string, unknown>): { error: string } | undefined;
  list(filter?: { type?: string; sessionId?: string }): TrackedEvent[];
  clear(): void;
};

export type TrackingParts = {
  codes: TrackingCodes;
  titleOf: (contentId: number) => string | undefined;
  /** Whether a code counts that was never issued. */
  acceptsAnyCode: () => boolean;
  now: () => number;
};

const MAX_EVENTS = 20_000;

const eventSchema = z.looseObject({ type: z.string().min(1), data: z.record(z.string(), z.unknown()) });
const rateSchema = z.looseObject({
  code: z.string(),
  value: z.union([z.int(), z.string().regex(/^\d+$/)]),
  comment: z.string().nullish(),
});
const clickSchema = z.looseObject({ code: z.string() });
const customSchema = z.looseObject({ value: z.union([z.string(), z.number(), z.boolean(), z.looseObject({})]) });

/** Takes tracking events (Chatbot docs: tracking): ratings and clicks with a code that was issued, all others with a value. */
export function createTracking({ codes, titleOf, acceptsAnyCode, now }: TrackingParts): Tracking {
  let events: TrackedEvent[] = [];

  /** The title of what the code was issued for, or what is wrong with the event. */
  function checkData(type: string, data: Record<string, unknown>): { content?: string } | { error: string } {
    if (type !== 'rate' && type !== 'click') return describe(customSchema.safeParse(data)) ?? {};
    const error = describe((type === 'rate' ? rateSchema : clickSchema).safeParse(data));
    if (error) return error;
    const issued = codes.read(String(data.code));
    if (issued?.kind !== type && acceptsAnyCode()) return {};
    if (issued?.kind !== type) return { error: `data.code is not a ${type} code of an answer.` };
    return { content: titleOf(issued.contentId) };
  }

  return {
    track(sessionId, body) {
      const parsed = parseLikePhp(eventSchema, body);
      if (!parsed.success) return describe(parsed);
      const { type, data } = parsed.data;
      const checked = checkData(type, data);
      if ('error' in checked) return checked;
      events.push({ at: now(), sessionId, type, data, ...checked });
      if (events.length > 2 * MAX_EVENTS) events = events.slice(-MAX_EVENTS);
      return undefined;
    },
    list: (filter = {}) =>
      events.filter(
        ({ type, sessionId }) =>
          (filter.type === undefined || filter.type === type) &&
          (filter.sessionId === undefined || filter.sessionId === sessionId),
      ),
    clear() {
      events = [];
    },
  };
}

function describe(result: z.ZodSafeParseResult<unknown>): { error: string } | undefined {
  return result.success ? undefined : { error: z.prettifyError(result.error) };
}
