import type { UserEvent, UserInput } from '../core/user-event.ts';
import type { OptionValue } from '../translation/button-payload.ts';
import { type Payload, parsePayload } from '../translation/parse-payload.ts';
import { ownInput, type UserWords } from '../translation/user-to-bot.ts';
import type { Ask } from './ask-bot.ts';
import { runBotTurn } from './bot-turn.ts';
import { runCommand } from './commands.ts';
import { answerEscalation } from './escalation.ts';
import { lapseCounters } from './escalation-trigger.ts';
import { showFederatedChoice, showOldSubAnswer } from './federated-choice.ts';
import { findChannel } from './find-channel.ts';
import { type Meaning, readMeaning } from './meaning.ts';
import { findRating, takeComment, takeRating } from './ratings.ts';
import { sayLabel } from './say.ts';
import { talkToAgent } from './talk-to-agent.ts';
import type { TurnContext } from './turn-context.ts';

/**
 * Handles one event of a user. The order is that of the product's description; the first thing that applies takes
 * the event, and whatever nobody takes goes to the bot.
 */
export async function handleUserEvent(context: TurnContext, { input: sent, quoted }: UserEvent): Promise<void> {
  const { session, turn, world } = context;
  lapseCounters(session, turn.event.receivedAt);
  await findChannel(context);
  if (session.chat !== undefined && world.settings.chat !== undefined) {
    if (isEscalationAnswer(sent)) return;
    // An agent reads all of it, what was quoted too.
    if (await talkToAgent(context, sent, quoted)) return;
  }
  const input = ownInput(sent, session.channel);
  if (await runCommand(context, input)) return;
  const meaning = turn.record('meaning', () => readMeaning(session, input, turn.event.receivedAt));
  session.pending = meaning.open;
  const { payload } = meaning;
  if (payload.kind === 'escalation' && world.settings.chat !== undefined) {
    const asked = meaning.asked?.kind === 'escalation' ? meaning.asked : undefined;
    return answerEscalation(context, payload.accepted, asked);
  }
  if (payload.kind === 'rating') {
    const rating = findRating(world.settings.ratings, payload.ratingData);
    if (rating !== undefined) return takeRating(context, rating, payload.ratingData);
  }
  if (meaning.asked?.kind === 'comment' && isPlainText(input)) {
    return takeComment(context, meaning.asked, input.text);
  }
  if (payload.kind === 'federated' && (await showFederatedChoice(context, payload))) return;
  if (payload.kind === 'subAnswer') return showOldSubAnswer(context, payload.answer);
  await askAbout(context, meaning);
}

/** Typed, not pressed: a button of somebody else is no comment either. */
function isPlainText(input: UserInput): input is Extract<UserInput, { kind: 'text' }> {
  return input.kind === 'text' && input.payload === undefined;
}

/** A late answer to our question, while the chat is on already: the agent need not read it. */
function isEscalationAnswer(input: UserInput): boolean {
  return 'payload' in input && parsePayload(input.payload).kind === 'escalation';
}

async function askAbout(context: TurnContext, meaning: Meaning): Promise<void> {
  const button = payloadToAsk(meaning.payload, label(meaning.words));
  if (button !== undefined) return runBotTurn(context, [button]);
  if (meaning.words.kind === 'unsupported') return sayLabel(context, 'unsupported_message');
  if (meaning.words.kind === 'blank') return;
  await runBotTurn(
    context,
    meaning.words.texts.map((message) => ({ question: { message } })),
  );
}

/** What a button asks the bot; undefined for one that counts as its visible text. */
function payloadToAsk(payload: Payload, label: string | undefined): Ask | undefined {
  switch (payload.kind) {
    case 'message':
      return { question: { message: payload.message } };
    case 'option':
      return { question: optionQuestion(payload.option, payload.message), label };
    case 'directCall':
      return { question: { directCall: payload.directCall }, label };
    default:
      return undefined;
  }
}

function optionQuestion(option: OptionValue, message: string | undefined) {
  return message === undefined ? { option } : { message, option };
}

function label(words: UserWords): string | undefined {
  return words.kind === 'texts' ? words.texts[0] : undefined;
}
