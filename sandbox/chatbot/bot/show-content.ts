import type { Content } from '../knowledge/knowledge.ts';
import { addContentAnswer, addFederatedAnswer } from './answers.ts';
import { startForm } from './forms.ts';
import { askChoice, askPolar } from './questions.ts';
import type { Turn } from './turn.ts';
import type { Attributes } from './wire.ts';

/**
 * Shows a content with everything that follows it: its answer, results, chained contents, question and form.
 * @param score how well it fits the user's sentence; left out when it was reached in another way.
 */
export function showContent(turn: Turn, id: number, score?: number): void {
  const content = turn.knowledge.contents.get(id);
  if (!content || turn.shown.has(id)) return;
  turn.shown.add(id);
  const branch = content.when.find(({ variable, is }) => variableIs(turn, variable, is));
  if (branch) showContent(turn, branch.show, score);
  else if (content.wire) turn.answers.push(...content.wire);
  else showOwn(turn, content, score);
}

function showOwn(turn: Turn, content: Content, score?: number): void {
  const speaks = content.bubbles.length > 0;
  if (speaks || content.action) addContentAnswer(turn, content, score);
  addFederatedAnswer(turn, content);
  for (const next of content.chain) showContent(turn, next);
  // A content that only asks shows its attributes on the question.
  const attributes = speaks ? undefined : content.attributes;
  askChoice(turn, content, 0, attributes);
  if (content.ask) askBranch(turn, content.ask, attributes);
  if (content.form) startForm(turn, content.form);
}

function askBranch(turn: Turn, { question, yes, no }: NonNullable<Content['ask']>, attributes?: Attributes): void {
  askPolar(turn, {
    text: question,
    yes: { kind: 'content', id: yes },
    no: no === undefined ? { kind: 'check', candidates: [] } : { kind: 'content', id: no },
    attributes,
  });
}

function variableIs(turn: Turn, name: string, value: string): boolean {
  return turn.conversation.variables.get(name.toLowerCase())?.toLowerCase() === value.toLowerCase();
}
