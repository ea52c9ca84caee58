import type { ChannelLimits } from '../core/channel-limits.ts';
import type { OutgoingMessage } from '../core/outgoing-message.ts';
import { isBlank, trimMatching } from '../core/text.ts';
import { payloadToText } from './button-actions.ts';
import { cutLabel, cutLabels } from './cut-label.ts';
import { fitNumbers, linkLines } from './fit-numbers.ts';
import type { ButtonsDraft, FittedButtons } from './fitted-buttons.ts';
import type { PayloadRef } from './shown-question.ts';
import { splitForButtons, textToParts } from './split-text.ts';

/** Of WhatsApp's interactive messages (Meta docs: interactive reply buttons, interactive lists); bytes for ids. */
const most = { buttons: 3, buttonTitle: 20, rows: 10, rowTitle: 24, rowDescription: 72, listButton: 20, id: 200 };

/**
 * Choices as WhatsApp's own buttons (up to three) or list (up to ten), which Smooch hands on as they are. The message
 * itself is the numbered text: that is what history keeps. More choices than a list takes are numbered lines alone.
 *
 * @param firstNumber Of the first choice in the numbered text.
 */
export function fitInteractive(
  draft: ButtonsDraft,
  limits: ChannelLimits,
  options: { firstNumber: number; moreOptions: string; store: { refs: PayloadRef[]; seed: string } },
): FittedButtons {
  const { firstNumber, moreOptions, store } = options;
  const numbered = () => fitNumbers(draft, limits, firstNumber);
  if (draft.entries.length === 0 || draft.entries.length > most.rows) return numbered();
  const { before, last } = splitForButtons([draft.text.trim(), ...linkLines(draft)].join('\n'), limits);
  const body = isBlank(last) ? moreOptions : last;
  const lines = draft.entries.map(({ label }, index) => `${firstNumber + index}) ${label}`);
  const [text = '', ...more] = textToParts([body, ...lines].join('\n'), limits);
  if (more.length > 0) return numbered();
  const isList = draft.entries.length > most.buttons;
  const labels = draft.entries.map(({ label }) => label);
  const titles = cutLabels(labels, isList ? most.rowTitle : most.buttonTitle);
  const choices = draft.entries.map(({ label, payload }, index): Choice => {
    return { id: payloadToText(payload, store, most.id), title: titles[index] ?? label, label };
  });
  const interactive = isList ? toList(body, choices, moreOptions) : toButtons(body, choices);
  const message: OutgoingMessage = {
    type: 'text',
    text,
    override: { whatsapp: { payload: { type: 'interactive', interactive } } },
    ...(draft.metadata === undefined ? {} : { metadata: draft.metadata }),
  };
  const entries = draft.entries.map(({ label, payload }, index) => {
    const { id, title } = choices[index] ?? { title: label };
    return { id, shown: title, label, payload, message: before.length };
  });
  return { messages: [...before.map((part): OutgoingMessage => ({ type: 'text', text: part })), message], entries };
}

interface Choice {
  id: string;
  title: string;
  label: string;
}

function toButtons(text: string, choices: readonly Choice[]) {
  const buttons = choices.map(({ id, title }) => ({ type: 'reply', reply: { id, title } }));
  return { type: 'button', body: { text }, action: { buttons } };
}

function toList(text: string, choices: readonly Choice[], moreOptions: string) {
  const rows = choices.map(({ id, title, label }) => {
    return { id, title, ...(title === label ? {} : { description: cutLabel(label, most.rowDescription) }) };
  });
  const button = cutLabel(trimMatching(moreOptions, /[:：\s]/u), most.listButton);
  return { type: 'list', body: { text }, action: { button, sections: [{ rows }] } };
}
