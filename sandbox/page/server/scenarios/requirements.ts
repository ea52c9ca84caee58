import { isOpenAt } from '../../protocol/opening-hours.ts';
import type { Stage } from './create-stage.ts';

/** Says in a sentence what is in the way of a scenario, and what to do about it; undefined when nothing is. */
export type Requirement = (stage: Pick<Stage, 'settings' | 'labels' | 'knowledge'>) => string | undefined;

const MOST_MISSES = 3;

export const needsChat: Requirement = ({ settings: { chat } }) => {
  if (!chat.enabled) return 'This scenario needs the chat with agents: switch it on in Backstage, “Settings”, first.';
  if (chat.workTimeTableActive && !isOpenAt(chat, Date.now()))
    return 'This scenario needs agents, and it is outside their opening hours: switch the hours off in Backstage, “Settings”, or open them for now.';
  return undefined;
};

export const needsRatings: Requirement = ({ settings }) =>
  settings.content_ratings.enabled
    ? undefined
    : 'This scenario needs ratings: switch them on in Backstage, “Settings”, first.';

export const needsMisses: Requirement = ({ settings: { triesBeforeEscalation: tries } }) =>
  tries >= 1 && tries <= MOST_MISSES
    ? undefined
    : `This scenario needs “Misses in a row” between 1 and ${MOST_MISSES}: set it in Backstage, “Settings”, first.`;

/** What is pressed has to be told apart. */
export const needsYesAndNo: Requirement = ({ labels }) =>
  labels.text('yes') === labels.text('no')
    ? 'This scenario presses “yes” and “no”, and their labels are the same: change one in Backstage, “Extra info”, and have it read.'
    : undefined;
