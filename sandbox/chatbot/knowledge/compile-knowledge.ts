import { compileContent, type Linker } from './compile-content.ts';
import type { Content, Knowledge } from './knowledge.ts';
import type { ChoiceSource, ContentSource, KnowledgeSource, TargetSource } from './knowledge-schema.ts';
import { contentSchema } from './knowledge-schema.ts';
import { fillPlaceholdersDeep } from './placeholders.ts';

/** Ids of contents begin here, so that none can be taken for the number of an option in a list. */
const FIRST_ID = 101;

/**
 * Turns what an editor wrote into what the bot uses.
 * @param placeholders values for `$name` in texts, for example `media`: where the pictures are served.
 * @throws Error naming the content and the title it refers to in vain.
 */
export function compileKnowledge(source: KnowledgeSource, placeholders: Record<string, string>): Knowledge {
  const named = fillPlaceholdersDeep(source.contents, placeholders);
  const inPlace = findAnswersInPlace(named);
  const all = [...named, ...inPlace.map(inPlaceToContent)];
  const link = createLinker(all, named.length, inPlace);
  const contents = new Map<number, Content>();
  const byDirectCall = new Map<string, Content>();
  for (const [index, written] of all.entries()) {
    const content = compileContent(written, { id: FIRST_ID + index, inPlace: index >= named.length }, link);
    contents.set(content.id, content);
    if (content.directCall !== '') byDirectCall.set(content.directCall, content);
  }
  const variables = new Set([...source.variables, ...formVariables(named)].map((name) => name.toLowerCase()));
  return { name: source.name, contents, byDirectCall, directAnswers: source.direct_answers, variables };
}

type AnswerInPlace = Exclude<ChoiceSource | TargetSource, string>;

/** Options and yes/no branches may hold their answer in place; each becomes a content of its own. */
function findAnswersInPlace(contents: ContentSource[]): AnswerInPlace[] {
  const targets = contents.flatMap(({ options, ask }) => [...(options?.choices ?? []), ask?.yes, ask?.no]);
  return targets.filter((target) => typeof target === 'object' && target.answer !== undefined) as AnswerInPlace[];
}

function inPlaceToContent({ label, answer, attributes }: AnswerInPlace): ContentSource {
  return contentSchema.parse({ title: label, answer, attributes });
}

/** Finds what a reference means: by title or direct call, and an answer in place by being that very one. */
function createLinker(all: ContentSource[], named: number, inPlace: AnswerInPlace[]): Linker {
  const ids = new Map<string, number>();
  for (const [index, { title, direct_call }] of all.slice(0, named).entries()) {
    for (const name of new Set([title, direct_call ?? title])) {
      if (ids.has(name))
        throw new Error(`Knowledge: two contents are called "${name}". Give one of them another name.`);
      ids.set(name, FIRST_ID + index);
    }
  }
  const idOf = (target: ChoiceSource | TargetSource, from: string): number => {
    const position = typeof target === 'string' ? -1 : inPlace.indexOf(target);
    const name = typeof target === 'string' ? target : ((target as { content?: string }).content ?? target.label);
    const id = position >= 0 ? FIRST_ID + named + position : ids.get(name);
    if (id === undefined) {
      throw new Error(`Knowledge: "${from}" refers to "${name}", but no content has that title or direct call.`);
    }
    return id;
  };
  return (target, from) => {
    const id = idOf(target, from);
    return { id, source: all[id - FIRST_ID]! };
  };
}

function formVariables(contents: ContentSource[]): string[] {
  return contents.flatMap(({ form }) => form?.fields.map(({ variable }) => variable) ?? []);
}
