import type { FaultRule } from '../../../control/faults.ts';
import type { Stage } from './create-stage.ts';
import { needsContent } from './needs-content.ts';
import type { Scenario } from './scenario.ts';

const WHERE = 'where are you?';
const WHEN = 'what are your opening hours?';

/** Strikes this scenario's questions, nobody else's. */
function outageOf(question: string, times: FaultRule['times']): FaultRule {
  const body = { message: 'Service Unavailable' };
  return { endpoint: 'message', effect: { kind: 'respond', status: 503, body }, times, bodyIncludes: question };
}

export const outage: Scenario = {
  id: 'outage',
  title: 'The bot is down',
  about: 'A short outage goes unnoticed; in a long one the user is told. Nothing is lost, and nothing is said twice.',
  channel: 'messenger',
  requires: [
    needsContent('Finding us', { asked: WHERE, says: ['old ferry landing'] }),
    needsContent('Opening hours', { asked: WHEN, says: ['We are open'] }),
  ],
  async play(stage) {
    await shortOutage(stage);
    await longOutage(stage);
  },
};

async function shortOutage({ tell, says, hears, fault, pause }: Stage): Promise<void> {
  fault('chatbot', outageOf(WHERE, 2));
  tell('The bot will refuse the next two calls with 503.', 'wire');
  await says(WHERE);
  await hears('old ferry landing');
  tell('The user noticed nothing: the third attempt worked. Open the turn to see all three.', 'wire');
  await pause();
}

async function longOutage({ tell, says, hears, fault, labels }: Stage): Promise<void> {
  const end = fault('chatbot', outageOf(WHEN, 'always'));
  tell('Now the bot is down for good. The connector tries for a while …', 'wire');
  await says(WHEN);
  await hears(labels.text('error_generic'));
  tell('… and then tells the user so, with the label “error_generic”.', 'user');
  end();
  tell('The bot is back. The user asks again.', 'user');
  await says(WHEN);
  await hears('We are open');
  tell('And the conversation goes on as if nothing had happened.', 'user');
}
