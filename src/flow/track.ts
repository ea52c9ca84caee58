import { ApiError } from '../core/errors.ts';
import { retryPolicies } from '../core/retry.ts';
import { botSession, markUsed } from './bot-session.ts';
import type { TurnContext } from './turn-context.ts';

interface Tracked {
  failed?: string;
  expired?: boolean;
}

/**
 * Tells the bot's statistics about an event. A failure never disturbs the turn: it is tried twice, whatever the
 * failure, and a double event is accepted.
 */
export async function track(context: TurnContext, type: string, data: Record<string, unknown>): Promise<void> {
  const { turn, log } = context;
  const result = await trackOnce(context, type, data);
  if (result?.expired) {
    context.session.bot = undefined;
    await trackOnce(context, type, data);
  } else if (result?.failed)
    log.warn({ lane: turn.event.lane, type, reason: result.failed }, 'an event could not be tracked');
}

/** @returns undefined when there is no session to track it in */
async function trackOnce(
  context: TurnContext,
  type: string,
  data: Record<string, unknown>,
): Promise<Tracked | undefined> {
  const { turn, world } = context;
  const session = await botSession(context);
  if ('status' in session) return undefined;
  const result = await turn.step<Tracked>(context.stepName('track'), {
    policy: retryPolicies.tracking,
    safe: true,
    call: () => trackTwice(() => world.bot.track(session, type, data)),
  });
  if (!result.expired && !result.failed) markUsed(context);
  return result;
}

async function trackTwice(call: () => Promise<void>): Promise<Tracked> {
  let failed = '';
  for (let attempt = 1; attempt <= retryPolicies.tracking.attempts; attempt += 1) {
    try {
      await call();
      return {};
    } catch (error) {
      if (error instanceof ApiError && error.code === 'session-expired') return { expired: true };
      failed = error instanceof Error ? error.message : String(error);
    }
  }
  return { failed };
}
