import type { Action, Attributes } from '../bot/wire.ts';
import type { Choice, Content } from './knowledge.ts';
import type { CallbackSource, ChoiceSource, ContentSource, TargetSource } from './knowledge-schema.ts';
import { fillPlaceholders } from './placeholders.ts';

/** What a reference means. `from`: the title of the content that refers, for the error. */
export type Linker = (target: ChoiceSource | TargetSource, from: string) => { id: number; source: ContentSource };

/** One content as the bot uses it. @throws Error when it refers to a content that does not exist. */
export function compileContent(
  source: ContentSource,
  { id, inPlace }: { id: number; inPlace: boolean },
  link: Linker,
): Content {
  const { title, related, options, ask } = source;
  const idOf = (target: ChoiceSource | TargetSource): number => link(target, title).id;
  const bubbles = sourceToBubbles(source);
  return {
    id,
    title,
    phrases: [title, ...source.phrases],
    inPlace,
    directCall: source.direct_call ?? '',
    bubbles,
    attributes: { ...sourceToAttributes(source), ANSWER_TEXT: bubbles.join('\n'), SIDEBUBBLE_TEXT: source.side_bubble },
    flags: source.escalate ? ['escalate', ...source.flags] : source.flags,
    rateable: source.rateable,
    smallTalk: source.small_talk,
    related: related && {
      title: related.title,
      contents: related.contents.map((name) => ({ id: idOf(name), title: link(name, title).source.title })),
    },
    choice: options && {
      question: options.question,
      options: options.choices.map((choice) => compileChoice(choice, link(choice, title))),
      more: options.more ?? 'More',
    },
    ask: ask && { question: ask.question, yes: idOf(ask.yes), no: ask.no === undefined ? undefined : idOf(ask.no) },
    form: source.form,
    federated: source.federated,
    chain: source.chain.map(idOf),
    action: source.callback && callbackToAction(source.callback),
    when: source.when.map(({ variable, is, show }) => ({ variable, is, show: idOf(show) })),
    userTypes: source.user_types,
    draft: source.draft,
    wire: source.wire,
  };
}

function sourceToBubbles({ answer, repeat }: ContentSource): string[] {
  const bubbles = answer === undefined ? [] : [answer].flat();
  if (repeat === undefined) return bubbles;
  return bubbles.map((text) =>
    Array.from({ length: repeat }, (_, index) => fillPlaceholders(text, { n: String(index + 1) })).join(''),
  );
}

/** The attributes that an option of this content shows, too: all but its texts. */
function sourceToAttributes(source: ContentSource): Attributes {
  return {
    title: source.title,
    DIRECT_CALL: source.direct_call ?? '',
    DYNAMIC_REDIRECT: '',
    ...(source.escalate ? { ESCALATE: 'TRUE' } : {}),
    ...source.attributes,
  };
}

function compileChoice(choice: ChoiceSource, target: ReturnType<Linker>): Choice {
  const { label, revisitable, attributes } = typeof choice === 'string' ? { label: choice } : choice;
  const compiled: Choice = {
    label,
    target: target.id,
    attributes: { ...sourceToAttributes(target.source), ...attributes },
  };
  if (!revisitable) return compiled;
  if (target.source.direct_call === undefined) {
    throw new Error(`Knowledge: the option "${label}" is revisitable, so its content needs a direct_call.`);
  }
  return { ...compiled, revisitableLink: target.source.direct_call };
}

function callbackToAction({ name, data }: CallbackSource): Action {
  return { parameters: data === undefined ? { callback: name } : { callback: name, data } };
}
