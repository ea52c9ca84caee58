import { needsContent } from './needs-content.ts';
import { needsRatings, needsYesAndNo } from './requirements.ts';
import type { Scenario } from './scenario.ts';

const QUESTION = 'what are your opening hours?';

export const ratings: Scenario = {
  id: 'ratings',
  title: 'A rating with a comment',
  about: 'The user says that an answer did not help, and why. Editors see both next to the content.',
  channel: 'messenger',
  requires: [needsRatings, needsYesAndNo, needsContent('Opening hours', { asked: QUESTION, rated: true })],
  async play({ tell, says, presses, hears, pause, labels }) {
    tell('Somebody asks for the opening hours.', 'user');
    await says(QUESTION);
    await hears(labels.text('rate_content_intro'));
    tell(
      'Under the answer the connector asks whether it helped. Messenger shows the choices as quick replies.',
      'user',
    );
    await presses(labels.text('no'));
    await hears(labels.text('ask_rating_comment'));
    tell('This rating is set up to ask why. Whatever is typed now is the comment, not a question for the bot.', 'user');
    await says('I wanted to know about the holidays.');
    await hears(labels.optional('rating_negative') ?? labels.text('thanks'));
    tell('The newest turn shows one call “track rate” to the bot, with value and comment.', 'wire');
    await pause();
    tell('The rating is listed with its content under “Ratings”.', 'backstage');
  },
};
