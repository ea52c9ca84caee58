import { agentChat } from './agent-chat.ts';
import { chained } from './chained.ts';
import { form } from './form.ts';
import { misses } from './misses.ts';
import { outage } from './outage.ts';
import { ratings } from './ratings.ts';
import { refusedButtons } from './refused-buttons.ts';
import type { Scenario } from './scenario.ts';

/** In the order in which somebody new should see them. */
export const allScenarios: readonly Scenario[] = [ratings, misses, form, chained, agentChat, outage, refusedButtons];
