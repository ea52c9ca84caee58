import { agentsReady, type Readiness } from './agents-ready.ts';
import { askBot } from './ask-bot.ts';
import { callHook } from './call-hook.ts';
import { chatParts } from './chat-parts.ts';
import { runDesignedDialog } from './designed-dialog.ts';
import type { EscalationWish } from './escalation-trigger.ts';
import { openChat } from './open-chat.ts';
import { askChoices, sayLabel } from './say.ts';
import type { PendingQuestion } from './session.ts';
import { showResponse } from './show-response.ts';
import { track } from './track.ts';
import type { TurnContext } from './turn-context.ts';

/** Leads the user to an agent, or asks whether he wants one. */
export async function escalate(context: TurnContext, wish: EscalationWish): Promise<void> {
  if (wish.reason === 'form' || wish.reason === 'start') {
    if (await isAllowed(context)) await accept(context, wish);
  } else if (await canOffer(context, wish)) await offer(context, wish);
}

/**
 * Whether the user may be asked now. Where not, he reads why, if he asked for an agent. Who did not ask is left alone
 * while more of his messages wait.
 */
export async function canOffer(context: TurnContext, wish: EscalationWish): Promise<boolean> {
  if (!(await isAllowed(context))) return false;
  const readiness = await agentsReady(context);
  if (readiness === 'ready') return wasAsked(wish) || isUndisturbed(context);
  await sayNotReady(context, wish, readiness);
  return false;
}

async function isUndisturbed(context: TurnContext): Promise<boolean> {
  const behind = await context.eventsBehind();
  return context.turn.record('ask-escalation', () => behind === 0);
}

/** An integrator's hook may keep the user with the bot. */
async function isAllowed(context: TurnContext): Promise<boolean> {
  const { onEscalate } = context.world.hooks;
  return (await callHook(context, 'onEscalate', onEscalate && ((hook) => onEscalate(hook)))) !== false;
}

/** Asks whether the user wants an agent. */
export async function offer(context: TurnContext, wish: EscalationWish): Promise<void> {
  const { world, session } = context;
  await askChoices(context, {
    kind: 'choices',
    question: 'escalation',
    style: 'postback',
    text: world.label('ask_to_escalate'),
    entries: [
      { label: world.label('yes'), payload: { escalateOption: true } },
      { label: world.label('no'), payload: { escalateOption: false } },
    ],
  });
  session.askedToEscalate = wish.reason;
  if (session.pending) session.pending.escalation = { reason: wish.reason, no: wish.no };
}

/** Handles yes or no to our question; a late answer counts as if asked now. */
export async function answerEscalation(
  context: TurnContext,
  accepted: boolean,
  asked: PendingQuestion | undefined,
): Promise<void> {
  const { session } = context;
  session.counters.misses = 0;
  session.counters.negatives = 0;
  // A late yes finds its question closed, but it was asked for the same reason; a late no finds nothing of it at the bot.
  const reason = (accepted && session.askedToEscalate) || 'flag';
  const wish: EscalationWish = { reason, ...asked?.escalation };
  session.askedToEscalate = undefined;
  if (accepted) return accept(context, wish);
  if (wish.reason === 'offer') await declineAtBot(context, wish);
  else await sayLabel(context, 'escalation_rejected');
  const parts = chatParts(context);
  if (parts) await track(context, parts.chat.rejectedEvent, { value: 'true' });
}

/** The bot's own question waits for an answer too; we speak only where it has nothing to say. */
async function declineAtBot(context: TurnContext, { no }: EscalationWish): Promise<void> {
  const label = no?.label ?? 'no';
  // Without a value there is nothing to choose: it is said.
  const chosen = no?.value !== undefined && { message: context.session.lastUserText, option: no.value };
  const result = await askBot(context, { question: chosen || { message: label }, label });
  if (result.status !== 'answered') return sayLabel(context, 'escalation_rejected');
  await showResponse(context, result.answers, { otherwise: 'escalation_rejected' });
}

/** The user has said yes, or asked for an agent, or the bot has decided that he needs one: he hears what comes of it. */
async function accept(context: TurnContext, wish: EscalationWish): Promise<void> {
  const readiness = await agentsReady(context);
  if (readiness === 'closed') return sayLabel(context, 'out_of_time');
  if (readiness === 'unknown') return sayLabel(context, 'error_creating_chat');
  if (wish.reason === 'offer' || wish.reason === 'start') return runDesignedDialog(context, readiness === 'ready');
  if (readiness === 'no-agents') return sayLabel(context, 'no_agents');
  await openChat(context, wish.data);
}

/** A user who did not ask for an agent is not bothered; the next miss, or bad rating, looks again. */
async function sayNotReady(
  context: TurnContext,
  wish: EscalationWish,
  readiness: Exclude<Readiness, 'ready'>,
): Promise<void> {
  const { counters } = context.session;
  if (wish.reason === 'misses') counters.misses = Math.max(0, counters.misses - 1);
  if (wish.reason === 'ratings') counters.negatives = Math.max(0, counters.negatives - 1);
  if (!wasAsked(wish)) return;
  if (readiness === 'closed') return sayLabel(context, 'out_of_time');
  if (readiness === 'unknown') return sayLabel(context, 'error_creating_chat');
  if (wish.reason === 'offer') return runDesignedDialog(context, false);
  await sayLabel(context, 'no_agents');
}

/** True when the user, or a content he read, asked for an agent; counters do not. */
function wasAsked({ reason }: EscalationWish): boolean {
  return reason !== 'misses' && reason !== 'ratings';
}
