import { needsContent } from './needs-content.ts';
import type { Scenario } from './scenario.ts';

export const form: Scenario = {
  id: 'form',
  title: 'A form, field by field',
  about: 'The bot asks for one thing after another. On WhatsApp there are no buttons: choices become numbered lines.',
  channel: 'whatsapp',
  requires: [
    needsContent('Book a test ride', {
      asked: 'test ride',
      says: ['Which bike would you like to try?', 'On which day', 'Bring an identity card'],
    }),
  ],
  async play({ tell, says, hears }) {
    tell('Somebody on WhatsApp would like to try a bike.', 'user');
    await says('test ride');
    await hears('Which bike would you like to try?');
    tell('WhatsApp shows no buttons here: the choices are numbered, and a number or a name answers.', 'user');
    await says('1');
    await hears('On which day');
    tell(
      'The number was understood as the first bike. The next field is a date, and the bot says in which format.',
      'user',
    );
    await says('tomorrow');
    await hears('Please write the date');
    tell('To the bot “tomorrow” is not a date, so it asks again.', 'user');
    await says('05/24/2030');
    await hears('Bring an identity card');
    tell('The form is complete: two messages, in order, each sent once the one before was accepted.', 'wire');
  },
};
