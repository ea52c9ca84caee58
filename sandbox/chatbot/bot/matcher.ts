import type { Content, Knowledge } from '../knowledge/knowledge.ts';
import { normalise } from './normalise.ts';

/** A content that fits a sentence. Score 1 is the very phrase; above 0. */
export type Match = { content: Content; score: number };

export type Matcher = {
  /** Contents with exactly this phrase or, if there are none, those that share words with it, best first. */
  find(text: string): Match[];
};

type Phrase = { content: Content; words: Set<string> };

/** What a sentence gets at least whose words all appear in a phrase: somebody wrote a key word. */
const ALL_WORDS_SCORE = 0.7;

// Words that say nothing about the subject.
const STOP_WORDS = new Set(
  (
    'a an and any are as at be can could do does for from get give have how i im in is it its me my no not of on or our ' +
    'please show so some tell that the there this to us want was were what whats when where which will with would yes you your'
  ).split(' '),
);

/** Finds contents by their phrases. Built once per knowledge; a search looks only at phrases that share a word. */
export function createMatcher(knowledge: Knowledge): Matcher {
  const exact = new Map<string, Content[]>();
  const byWord = new Map<string, Phrase[]>();
  for (const content of knowledge.contents.values()) {
    for (const text of new Set(content.phrases.map(normalise))) {
      append(exact, text, content);
      // What no editor can make comes when it is asked for by its whole title, never because a word of it was said.
      if (content.inPlace || content.wire !== undefined) continue;
      const phrase = { content, words: new Set(significantWords(text)) };
      for (const word of phrase.words) append(byWord, word, phrase);
    }
  }

  function find(text: string): Match[] {
    const wanted = normalise(text);
    if (wanted === '') return [];
    const same = exact.get(wanted);
    return same ? same.map((content) => ({ content, score: 1 })) : findByWords(wanted);
  }

  function findByWords(wanted: string): Match[] {
    const words = new Set(significantWords(wanted));
    const shared = new Map<Phrase, number>();
    for (const word of words) {
      for (const phrase of byWord.get(word) ?? []) shared.set(phrase, (shared.get(phrase) ?? 0) + 1);
    }
    const best = new Map<Content, number>();
    for (const [{ content, words: own }, count] of shared) {
      const overlap = (2 * count) / (words.size + own.size);
      const score = count === words.size ? Math.max(overlap, ALL_WORDS_SCORE) : overlap;
      if (score > (best.get(content) ?? 0)) best.set(content, score);
    }
    return [...best].map(([content, score]) => ({ content, score })).sort((a, b) => b.score - a.score);
  }

  return { find };
}

function significantWords(normalised: string): string[] {
  const words = normalised.split(' ').filter((word) => word !== '');
  const significant = words.filter((word) => !STOP_WORDS.has(word));
  return (significant.length > 0 ? significant : words).map(stem);
}

// Enough for English plurals; the bot is not meant to be clever.
function stem(word: string): string {
  return word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
