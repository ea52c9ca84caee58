import type { KnowledgeInput } from '../sandbox/chatbot/knowledge/knowledge-schema.ts';

export const COLOURS = ['Red', 'Green', 'Blue'] as const;

/** What the bot of the torture knows. Every answer repeats the question, and with it the token of who asked. */
export const KNOWLEDGE: KnowledgeInput = {
  name: 'Torture',
  direct_answers: { 'no-results': 'Nothing of $question' },
  contents: [
    { title: 'Three', rateable: false, answer: ['One of $question', 'Two of $question', 'Three of $question'] },
    { title: 'Single', rateable: false, answer: 'Only of $question' },
    { title: 'Rated', answer: 'Rated of $question' },
    {
      title: 'Picture',
      rateable: false,
      answer: '<p>Before of $question</p><img src="$media/bridge.png"><p>After of $question</p>',
    },
    {
      title: 'Choose',
      rateable: false,
      answer: 'Choose of $question',
      options: { question: 'Which colour?', choices: [...COLOURS] },
    },
    ...COLOURS.map((title) => ({ title, rateable: false, answer: `${title} of $question` })),
    { title: 'Human', rateable: false, escalate: true, answer: 'Human of $question' },
    { title: 'Note', rateable: false, answer: 'Note of $question' },
  ],
};

/** What a user may ask, and the parts of the answer. */
export const ANSWERS = {
  three: ['One', 'Two', 'Three'],
  single: ['Only'],
  rated: ['Rated'],
  picture: ['Before', 'After'],
  choose: ['Choose'],
  human: ['Human'],
  note: ['Note'],
} as const satisfies Record<string, readonly string[]>;

export type Topic = keyof typeof ANSWERS;
