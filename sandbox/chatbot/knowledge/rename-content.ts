import type { ChoiceSource, ContentSource, TargetSource } from './knowledge-schema.ts';

/** Gives a content another title, and every reference to it by the old one. */
export function renameContent(contents: readonly ContentSource[], from: string, to: string): ContentSource[] {
  const name = (title: string): string => (title === from ? to : title);
  const target = <T extends TargetSource | ChoiceSource>(one: T): T => renameTarget(one, from, to) as T;
  return contents.map((content) => ({
    ...content,
    title: name(content.title),
    chain: content.chain.map(name),
    when: content.when.map((branch) => ({ ...branch, show: name(branch.show) })),
    ...(content.related && { related: { ...content.related, contents: content.related.contents.map(name) } }),
    ...(content.options && { options: { ...content.options, choices: content.options.choices.map(target) } }),
    ...(content.ask && {
      ask: { ...content.ask, yes: target(content.ask.yes), no: content.ask.no && target(content.ask.no) },
    }),
  }));
}

/** A bare title is renamed; where a label stood for the title too, the label stays and the title is written beside it. */
function renameTarget(target: TargetSource | ChoiceSource, from: string, to: string): TargetSource | ChoiceSource {
  if (typeof target === 'string') return target === from ? to : target;
  if (target.answer !== undefined) return target;
  const { content, label } = target as { content?: string; label: string };
  return (content ?? label) === from ? ({ ...target, content: to } as ChoiceSource) : target;
}
