import type { BotAnswer, BotOption } from '../chatbot/wire.ts';
import { isBlank } from '../core/text.ts';
import { attributeText } from './attribute-text.ts';
import type { ButtonPayload, OptionValue } from './button-payload.ts';
import { cutText } from './cut-text.ts';
import type { ChoiceEntry } from './draft.ts';
import { htmlToLine } from './html-to-messages.ts';
import type { RenderContext } from './render-context.ts';

/** A text as the bot takes it: 256 characters (Inbenta docs: direct answers, character-limit-exceeded). */
export function cutMessage(text: string): string {
  return cutText(text, 256);
}

/** The options of a question -> what the user can choose. */
export function optionsToEntries(answer: BotAnswer, context: RenderContext): ChoiceEntry[] {
  return answer.options.map((option) => {
    const said = optionLabel(answer, option, context);
    const label = buttonTitle(answer.flags, option.attributes, context) ?? said;
    return { label, payload: optionPayload(option, said, context) };
  });
}

/** The short title that editors give contents for buttons; only where several contents matched. */
function buttonTitle(flags: readonly string[], attributes: BotOption['attributes'], context: RenderContext) {
  const name = context.digester.button_title;
  if (!name || !flags.includes('multiple-options')) return undefined;
  return htmlToLine(attributeText(attributes, name) ?? '') || undefined;
}

/** The label as a user would type it. Those of a polar question are keys of our labels. */
function optionLabel(answer: BotAnswer, option: BotOption, context: RenderContext): string {
  const title = attributeText(option.attributes, 'title') ?? (isOptionValue(option.value) ? String(option.value) : '');
  const plain = htmlToLine(option.label) || htmlToLine(title);
  if (answer.type !== 'polarQuestion') return plain;
  const key = plain.toLowerCase();
  return context.label(key === 'yes' || key === 'no' ? key : plain);
}

function optionPayload(option: BotOption, label: string, context: RenderContext): ButtonPayload {
  const asMessage = { message: cutMessage(label) };
  // The bot itself leads the user on to its escalation when it hears the label.
  if (attributeText(option.attributes, 'DYNAMIC_REDIRECT') === 'escalationStart') return asMessage;
  const directCall = directCallOf(option);
  if (directCall !== undefined) return { directCall };
  if (!isOptionValue(option.value)) return asMessage;
  const asked = cutMessage(context.lastUserText ?? '');
  return isBlank(asked) ? { option: option.value } : { message: asked, option: option.value };
}

/** A link that works later too: the option's own, else the name of the content it stands for. */
function directCallOf(option: BotOption): string | undefined {
  const link = typeof option.revisitableLink === 'string' ? option.revisitableLink.trim() : '';
  return link || attributeText(option.attributes, 'DIRECT_CALL');
}

function isOptionValue(value: unknown): value is OptionValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
