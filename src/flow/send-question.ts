import type { FittedMessages } from '../translation/fit-channel.ts';
import { numberEntries } from '../translation/message-to-plain-text.ts';
import type { ShownEntry } from '../translation/shown-question.ts';
import { sendMessage } from './send-messages.ts';
import { kindsOf, type PendingQuestion } from './session.ts';
import type { TurnContext } from './turn-context.ts';

/** Lists of payloads that are kept for buttons too small to carry them. */
const REFS_KEPT = 5;

/** Lists that the user was asked to choose from: a turn that showed one asks no rating. */
const OPTIONS: readonly PendingQuestion['kind'][] = ['options', 'list-field', 'federated'];

/** Sends messages and remembers the question they ask, with its choices as the user sees them. */
export async function sendWithQuestion(context: TurnContext, fitted: FittedMessages): Promise<void> {
  const { session } = context;
  const { messages, question, refs } = fitted;
  if (refs.length > 0) session.refs = [...session.refs, refs].slice(-REFS_KEPT);
  let entries = question?.entries ?? [];
  const ask = question && `${context.messagePrefix}.${context.sentIds.length}`;
  for (const [index, message] of messages.entries()) {
    const numbered = numberEntries(entries, index);
    const part = ask === undefined ? {} : { ask, index, firstNumber: numbered.firstNumber };
    const { at, asText } = await sendMessage(context, message, part);
    if (asText) entries = numbered.entries;
    if (question?.message !== index) continue;
    const { kind, earlier } = question;
    session.pending = { kind, entries: withNumbersShown(context, ask, entries), earlier, confirmedAt: at, ask };
    if (kindsOf(session.pending).some((shown) => OPTIONS.includes(shown))) context.showedOptions = true;
  }
}

/** Some of the list's messages may have been refused by the channel while the others went out. */
function withNumbersShown({ session }: TurnContext, ask: string | undefined, entries: ShownEntry[]): ShownEntry[] {
  return session.rich.reduce(
    (shown, rich) =>
      rich.ask === ask && rich.done && rich.index !== undefined ? numberEntries(shown, rich.index).entries : shown,
    entries,
  );
}
