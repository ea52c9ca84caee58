import { createMatcher } from '../../../chatbot/bot/matcher.ts';
import type { Content, Knowledge } from '../../../chatbot/knowledge/knowledge.ts';
import { htmlToLine } from '../../protocol/html-to-line.ts';
import type { Requirement } from './requirements.ts';

interface ContentNeed {
  /** What the user asks, and is to be answered with it. */
  asked?: string;
  /** Parts of what it says that the scenario waits for. */
  says?: readonly string[];
  /** Whether it has to be one that users can rate. */
  rated?: boolean;
}

/** A content that has to be as the sandbox has it at first, in what a scenario needs of it. */
export function needsContent(title: string, { asked, says = [], rated = false }: ContentNeed): Requirement {
  const told = (what: string): string =>
    `This scenario needs the content “${title}”, and ${what} in Backstage, “Knowledge”.`;
  return ({ knowledge }) => {
    const content = [...knowledge.contents.values()].find((one) => one.title === title);
    if (content === undefined) return told('there is none with this title: add it again');
    if (content.draft) return told('it is a draft: publish it');
    if (asked !== undefined && !isAnswer(knowledge, asked, content))
      return told(
        `the bot does not answer “${asked}” with it: add that as a way to ask for it, and for no other content,`,
      );
    const text = textOf(content, knowledge);
    const missing = says.find((part) => !text.includes(part));
    if (missing !== undefined) return told(`it no longer says “${missing}”: put that back`);
    if (rated && !content.rateable) return told('it cannot be rated: change that');
    return undefined;
  };
}

/** Questions that nothing in the knowledge fits. */
export function needsUnknown(questions: readonly string[]): Requirement {
  return ({ knowledge }) => {
    const matcher = createMatcher(knowledge);
    for (const question of questions) {
      const [found] = matcher.find(question);
      if (found !== undefined)
        return `This scenario asks “${question}” as something the bot does not know, and “${found.content.title}” answers it: change that content in Backstage, “Knowledge”.`;
    }
    return undefined;
  };
}

/** The bot asks back when several contents fit equally well. */
function isAnswer(knowledge: Knowledge, asked: string, content: Content): boolean {
  const [best, second] = createMatcher(knowledge).find(asked);
  return best?.content.id === content.id && (second === undefined || second.score < best.score);
}

/** Everything it says, asks and prompts, and what follows by itself or after a yes, without formatting. */
function textOf(content: Content, { contents }: Knowledge): string {
  // A set that grows while it is walked through: contents may lead back to each other.
  const reached = new Set([content]);
  const texts: string[] = [];
  for (const { bubbles, choice, ask, form, chain } of reached) {
    const prompts = form?.fields.map(({ prompt }) => prompt) ?? [];
    texts.push(...bubbles, ...prompts, ...[form?.done ?? []].flat(), choice?.question ?? '', ask?.question ?? '');
    for (const id of [...chain, ...(ask ? [ask.yes] : [])]) {
      const next = contents.get(id);
      if (next !== undefined) reached.add(next);
    }
  }
  return htmlToLine(texts.join(' '));
}
