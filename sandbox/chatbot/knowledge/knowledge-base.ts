import { createMatcher, type Matcher } from '../bot/matcher.ts';
import { compileKnowledge } from './compile-knowledge.ts';
import type { Knowledge } from './knowledge.ts';
import type { ContentInput, KnowledgeInput, KnowledgeSource } from './knowledge-schema.ts';
import { parseContent, parseKnowledge } from './parse-knowledge.ts';
import { renameContent } from './rename-content.ts';

/** The bot's knowledge while it runs. Every change counts from the next message on. */
export type KnowledgeBase = {
  knowledge(): Knowledge;
  matcher(): Matcher;
  /** What an editor would see. */
  source(): KnowledgeSource;
  /** Replaces everything. @throws Error that says what is wrong; the old knowledge then stays. */
  replace(knowledge: KnowledgeInput): void;
  /** Adds a content, or replaces the one with that title. @throws Error as `replace`. */
  setContent(content: ContentInput): void;
  /** Another title, for the references to it as well. False when there is none with the old one. @throws Error as `replace` */
  renameContent(from: string, to: string): boolean;
  /** False when there is none with that title. */
  removeContent(title: string): boolean;
  /** Back to what it was at the start. */
  reset(): void;
};

export function createKnowledgeBase(initial: KnowledgeSource, placeholders: Record<string, string>): KnowledgeBase {
  let source = initial;
  let knowledge = compileKnowledge(source, placeholders);
  let matcher = createMatcher(knowledge);

  function use(next: KnowledgeSource): void {
    knowledge = compileKnowledge(next, placeholders);
    matcher = createMatcher(knowledge);
    source = next;
  }

  function setContent(input: ContentInput): void {
    const content = parseContent(input);
    const at = source.contents.findIndex(({ title }) => title === content.title);
    use({
      ...source,
      contents: source.contents.toSpliced(at < 0 ? source.contents.length : at, at < 0 ? 0 : 1, content),
    });
  }

  function rename(from: string, to: string): boolean {
    if (!source.contents.some(({ title }) => title === from)) return false;
    use({ ...source, contents: renameContent(source.contents, from, to) });
    return true;
  }

  function removeContent(title: string): boolean {
    const contents = source.contents.filter((content) => content.title !== title);
    if (contents.length === source.contents.length) return false;
    use({ ...source, contents });
    return true;
  }

  return {
    knowledge: () => knowledge,
    matcher: () => matcher,
    source: () => source,
    replace: (next) => use(parseKnowledge(next)),
    setContent,
    renameContent: rename,
    removeContent,
    reset: () => use(initial),
  };
}
