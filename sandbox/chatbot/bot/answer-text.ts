import type { Content } from '../knowledge/knowledge.ts';
import { addDirectAnswer } from './answers.ts';
import type { Match } from './matcher.ts';
import { askCheck, askWhichContent } from './questions.ts';
import { showContent } from './show-content.ts';
import { isAllowed, isPublished, type Turn } from './turn.ts';

/** From this score on a content is the answer, unless another is as good. */
const STRONG = 0.6;
/** From this score on it is worth asking whether it was meant. */
const WEAK = 0.34;
/** Contents this close to the best one are as good. */
const NEAR = 0.1;
const MAX_CHECKS = 3;

/** Looks a sentence up and answers it, asks which content is meant, or says that there is none. */
export function answerText(turn: Turn, text: string): void {
  const published = turn.matcher.find(text).filter(({ content, score }) => score >= WEAK && isPublished(turn, content));
  const matches = published.filter(({ content }) => isAllowed(turn, content));
  const near = matches.filter(({ score }) => score >= STRONG && score > matches[0]!.score - NEAR);
  if (near.length > 1) askWhichContent(turn, near.map(matchToContent));
  else if (near[0]) showContent(turn, near[0].content.id, matchToIntentScore(near[0]));
  else if (matches.length > 0) askCheck(turn, matches.slice(0, MAX_CHECKS).map(matchToId));
  else if (published.length > 0) addDirectAnswer(turn, 'no-subset-match');
  else addNoResults(turn);
}

function addNoResults(turn: Turn): void {
  const content = turn.settings.noResults === 'content' && turn.knowledge.byDirectCall.get('sys-no-results');
  if (content) showContent(turn, content.id);
  else addDirectAnswer(turn, 'no-results');
}

// Scores above 1 occur on the wire, so an exact phrase gets one.
function matchToIntentScore({ score }: Match): number {
  return score === 1 ? 1.15 : Math.round(score * 100) / 100;
}

const matchToContent = ({ content }: Match): Content => content;
const matchToId = ({ content }: Match): number => content.id;
