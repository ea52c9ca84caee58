import { startWith } from './start-with.ts';

// Words of the house are put into the bot's words. Which ones, the operator writes into custom.yaml:
//
//   synonyms:
//     velo: bike

await startWith({
  beforeBot(question, { custom }) {
    const { message } = question;
    if (message === undefined) return undefined;
    const spoken = message.replace(/\p{L}+/gu, (word) => synonymOf(custom.synonyms, word) ?? word);
    return spoken === message ? undefined : { question: { ...question, message: spoken } };
  },
});

function synonymOf(synonyms: unknown, word: string): string | undefined {
  const pairs = typeof synonyms === 'object' && synonyms !== null ? Object.entries(synonyms) : [];
  const found = pairs.find(([key]) => key.toLowerCase() === word.toLowerCase())?.[1];
  return typeof found === 'string' ? found : undefined;
}
