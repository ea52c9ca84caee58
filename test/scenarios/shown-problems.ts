import type { StoredMessage } from '../../sandbox/smooch/app/records.ts';
import { channelTraits } from '../../sandbox/smooch/channel/channel-traits.ts';
import { showMessage } from '../../sandbox/smooch/channel/show-message.ts';

/** Bytes; channels refuse larger payloads. */
const LARGEST_PAYLOAD = 900;

/** What of a message of ours the user would not see as it was meant; nothing when all is well. */
export function shownProblems({ message, channel }: StoredMessage): string[] {
  if (message.role !== 'appMaker') return [];
  const { actions = [], metadata, text } = message;
  const { bubbles, dropped } = showMessage(message, channel);
  const labels = bubbles.flatMap(({ buttons }) => buttons.map(({ label }) => label));
  const sent = actions.map((action) => action.text ?? '');
  const styles = new Set(actions.map(({ type }) => (type === 'reply' ? 'reply' : 'other')));
  const problems = [
    ...dropped.map((label) => `${channel} cuts off the button "${label}"`),
    ...bubbles.filter((bubble) => bubble.kind === 'text' && !/\S/.test(bubble.text)).map(() => 'it shows nothing'),
    ...(new Set(sent).size < sent.length ? [`two buttons are called the same: ${sent.join(', ')}`] : []),
    ...(styles.size > 1 ? ['quick replies stand beside other buttons'] : []),
    ...actions.filter((action) => typeof action.metadata?.label !== 'string').map(() => 'a button has no full label'),
    ...actions
      .filter(({ payload = '' }) => Buffer.byteLength(payload) > LARGEST_PAYLOAD)
      .map(() => 'a payload is too large'),
    ...(typeof metadata?.connector_step === 'string' ? [] : ['it carries no connector_step']),
  ];
  if (channelTraits(channel).buttons === 'numbered') {
    if (actions.length > 0) problems.push(`it has buttons, and ${channel} has none`);
  } else if (labels.join() !== sent.join()) {
    problems.push(`${channel} shows ${labels.join(', ')} instead of ${sent.join(', ')}`);
  }
  return problems.map((problem) => `${JSON.stringify(text ?? message.type)}: ${problem}`);
}
