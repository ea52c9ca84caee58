import { lacksMisses } from './requirements.ts';
import type { Scenario } from './scenario.ts';

/** Nothing the bot knows anything about. */
const NONSENSE = ['flumsel brabbel', 'zwonk piffel', 'grmpf'];

export const misses: Scenario = {
  id: 'escalation',
  title: 'The bot does not know',
  about: 'After a few questions in a row without an answer the connector offers a person. How many is a setting.',
  channel: 'telegram',
  lacks: lacksMisses,
  async play({ tell, says, presses, hears, settings }) {
    const { triesBeforeEscalation: tries } = settings;
    tell(`The connector is set to offer a person after ${tries} questions without an answer.`, 'backstage');
    for (const [index, question] of NONSENSE.slice(0, tries).entries()) {
      await says(question);
      await hears('Sorry, I could not find anything');
      tell(`That was miss number ${index + 1}.`, 'user');
    }
    await hears('Do you want to start a chat');
    tell(
      'Before it asks, the connector looks whether an agent is there: see “is an agent there?” in the turn.',
      'wire',
    );
    await presses('No');
    await hears('What else can I do for you?');
    tell('The user would rather not. The count begins anew.', 'user');
  },
};
