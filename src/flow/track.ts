import { ApiError } from '../core/errors.ts';
import { retryPolicies } from '../core/retry.ts';
import { botSession } from './bot-session.ts';
import type { TurnContext } from './turn-context.ts';

/**
 * Tells the bot's statistics about an event. A failure never disturbs the turn: it is tried twice, whatever the
 * failure, and a double event is accepted.
 */
export async function track(context: TurnContext, type: string, data: Record<string, unknown>): Promise<void> {
  const { turn, world, log } = context;
  let session = await botSession(context);
  if ('status' in session) return;
  const opened = session;
  const result = await turn.step<{ failed?: string; expired?: boolean }>(context.stepName('track'), {
    policy: retryPolicies.tracking,
    safe: true,
    call: () => trackTwice(() => world.bot.track(opened, type, data)),
  });
  if (result.expired) {
    context.session.bot = undefined;
    session = await botSession(context);
    if ('status' in session) return;
    const renewed = session;
    await turn.step(context.stepName('track'), {
      policy: retryPolicies.tracking,
      safe: true,
      call: () => trackTwice(() => world.bot.track(renewed, type, data)),
    });
  } else if (result.failed)
    log.warn({ lane: turn.event.lane, type, reason: result.failed }, 'an event could not be tracked');
}

async function trackTwice(call: () => Promise<void>): Promise<{ failed?: string; expired?: boolean }> {
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
