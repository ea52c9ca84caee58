import { lacksEnglish } from './requirements.ts';
import type { Scenario } from './scenario.ts';

export const chained: Scenario = {
  id: 'chained',
  title: 'Chained answers',
  about: 'One question is answered by three contents and a question, all in one answer of the bot.',
  channel: 'messenger',
  lacks: lacksEnglish,
  async play({ tell, says, presses, hears }) {
    tell('One question …', 'user');
    await says('the story of our shop');
    await hears('Would you like to visit us?');
    tell('… and four messages. The bot was asked once, and each message waited for the one before.', 'wire');
    await presses('Yes');
    await hears('old ferry landing');
    tell('The button asked the bot for a content that belongs to “Yes”.', 'wire');
  },
};
