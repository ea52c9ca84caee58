import { needsContent } from './needs-content.ts';
import { needsYesAndNo } from './requirements.ts';
import type { Scenario } from './scenario.ts';

const QUESTION = 'the story of our shop';

export const chained: Scenario = {
  id: 'chained',
  title: 'Chained answers',
  about: 'One question is answered by three contents and a question, all in one answer of the bot.',
  channel: 'messenger',
  requires: [
    needsYesAndNo,
    needsContent('The story of our shop', {
      asked: QUESTION,
      says: ['Would you like to visit us?', 'old ferry landing'],
    }),
  ],
  async play({ tell, says, presses, hears, labels }) {
    tell('One question …', 'user');
    await says(QUESTION);
    await hears('Would you like to visit us?');
    tell('… and four messages. The bot was asked once, and each message waited for the one before.', 'wire');
    await presses(labels.text('yes'));
    await hears('old ferry landing');
    tell('The button asked the bot for the content behind “Yes”.', 'wire');
  },
};
