import type { FaultRule } from '../../../control/faults.ts';
import type { Stage } from './create-stage.ts';
import { lacksEnglish } from './requirements.ts';
import type { Scenario } from './scenario.ts';

/** Strikes this scenario's questions, nobody else's. */
function outageOf(question: string, times: FaultRule['times']): FaultRule {
  const body = { message: 'Service Unavailable' };
  return { endpoint: 'message', effect: { kind: 'respond', status: 503, body }, times, bodyIncludes: question };
}

export const outage: Scenario = {
  id: 'outage',
  title: 'The bot is down',
  about: 'A short outage goes unnoticed, a long one is told with a label. Nothing is lost, and nothing is said twice.',
  channel: 'messenger',
  lacks: lacksEnglish,
  async play(stage) {
    await shortOutage(stage);
    await longOutage(stage);
  },
};

async function shortOutage({ tell, says, hears, fault, pause }: Stage): Promise<void> {
  const question = 'where are you?';
  fault('chatbot', outageOf(question, 2));
  tell('The bot will refuse the next two calls with 503.', 'wire');
  await says(question);
  await hears('old ferry landing');
  tell('The user noticed nothing: the third attempt worked. Open the turn to see all three.', 'wire');
  await pause();
}

async function longOutage({ tell, says, hears, fault }: Stage): Promise<void> {
  const question = 'what are your opening hours?';
  const end = fault('chatbot', outageOf(question, 'always'));
  tell('Now the bot is down for good. The connector tries for a while …', 'wire');
  await says(question);
  await hears('Sorry, something went wrong');
  tell('… and then tells the user so, with the label “error_generic”.', 'user');
  end();
  tell('The bot is back. The user asks again.', 'user');
  await says(question);
  await hears('We are open');
  tell('And the conversation goes on as if nothing had happened.', 'user');
}
