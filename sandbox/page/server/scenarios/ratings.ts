import { lacksRatings } from './requirements.ts';
import type { Scenario } from './scenario.ts';

export const ratings: Scenario = {
  id: 'ratings',
  title: 'A rating with a comment',
  about: 'The user says that an answer did not help, and why. Editors find both with the content.',
  channel: 'messenger',
  lacks: lacksRatings,
  async play({ tell, says, presses, hears, pause }) {
    tell('Somebody asks for the opening hours.', 'user');
    await says('what are your opening hours?');
    await hears('Was this answer helpful?');
    tell(
      'Under the answer the connector asks whether it helped. Messenger shows the choices as quick replies.',
      'user',
    );
    await presses('No');
    await hears('Please tell us why');
    tell('This rating is set up to ask why. Whatever is typed now is the comment, and no question to the bot.', 'user');
    await says('I wanted to know about the holidays.');
    await hears('Thank');
    tell('The newest turn shows one call “track rate” to the bot, with value and comment.', 'wire');
    await pause();
    tell('The rating stands with its content under “Ratings”.', 'backstage');
  },
};
