import { needsContent } from './needs-content.ts';
import { needsYesAndNo } from './requirements.ts';
import type { Scenario } from './scenario.ts';

const QUESTION = 'my e-bike does not start';

export const refusedButtons: Scenario = {
  id: 'refused-buttons',
  title: 'Smooch refuses buttons',
  about: 'A channel may refuse a message with buttons. It is sent again as text with numbers, so nothing is lost.',
  channel: 'line',
  requires: [
    needsYesAndNo,
    needsContent('My e-bike does not start', { asked: QUESTION, says: ['sensor at the back wheel'] }),
  ],
  async play({ tell, says, hears, fault, user, labels }) {
    const body = { error: { code: 'bad_request', description: 'Buttons are not supported here' } };
    fault('smooch', {
      endpoint: 'message',
      effect: { kind: 'respond', status: 400, body },
      bodyIncludes: 'actions',
      matches: ({ path }) => path.includes(user.id),
    });
    tell('Smooch will refuse this user’s next message with buttons (400).', 'wire');
    await says(QUESTION);
    await hears(`1) ${labels.text('yes')}`);
    tell('The question arrived all the same: its buttons became numbered lines.', 'user');
    tell('In the turn: one “send message” with 400, the next one without buttons.', 'wire');
    await says('1');
    await hears('sensor at the back wheel');
    tell('The number was understood like the button.', 'user');
  },
};
