import { makeRoom } from './make-room.ts';
import { needsUnknown } from './needs-content.ts';
import { needsChat, needsMisses, needsYesAndNo } from './requirements.ts';
import type { Scenario } from './scenario.ts';

/** Nothing the bot knows anything about. */
const NONSENSE = ['flumsel brabbel', 'zwonk piffel', 'grmpf'];

export const misses: Scenario = {
  id: 'escalation',
  title: 'The bot does not know',
  about: 'After a few questions in a row without an answer the connector offers a person. How many is a setting.',
  channel: 'telegram',
  requires: [needsMisses, needsChat, needsYesAndNo, needsUnknown(NONSENSE)],
  async play(stage) {
    const { tell, says, presses, hears, settings, labels, knowledge } = stage;
    const { triesBeforeEscalation: tries } = settings;
    makeRoom(stage);
    tell(`The connector is set to offer a person after ${tries} questions without an answer.`, 'backstage');
    for (const [index, question] of NONSENSE.slice(0, tries).entries()) {
      await says(question);
      await hears(knowledge.directAnswers['no-results']);
      tell(`That was miss number ${index + 1}.`, 'user');
    }
    await hears(labels.text('ask_to_escalate'));
    tell(
      'Before it asks, the connector looks whether an agent is there: see “is an agent there?” in the turn.',
      'wire',
    );
    await presses(labels.text('no'));
    await hears(labels.text('escalation_rejected'));
    tell('The user would rather not. The count starts again.', 'user');
  },
};
