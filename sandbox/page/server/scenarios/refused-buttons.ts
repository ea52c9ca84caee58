import { lacksEnglish } from './requirements.ts';
import type { Scenario } from './scenario.ts';

export const refusedButtons: Scenario = {
  id: 'refused-buttons',
  title: 'Smooch refuses buttons',
  about:
    'A channel may not take a message with buttons. It goes out once more as text with numbers, so nothing is lost.',
  channel: 'line',
  lacks: lacksEnglish,
  async play({ tell, says, hears, fault, user }) {
    const body = { error: { code: 'bad_request', description: 'Buttons are not supported here' } };
    fault('smooch', {
      endpoint: 'message',
      effect: { kind: 'respond', status: 400, body },
      bodyIncludes: 'actions',
      matches: ({ path }) => path.includes(user.id),
    });
    tell('Smooch will refuse the next message with buttons of this user with 400.', 'wire');
    await says('my e-bike does not start');
    await hears('1) Yes');
    tell('The question arrived all the same: its buttons became numbered lines.', 'user');
    tell('In the turn: one “send message” with 400, the next one without buttons.', 'wire');
    await says('1');
    await hears('sensor at the back wheel');
    tell('The number was understood like the button.', 'user');
  },
};
