import { setTimeout as delay } from 'node:timers/promises';
import type { Knowledge } from '../../../chatbot/knowledge/knowledge.ts';
import type { FaultRule } from '../../../control/faults.ts';
import type { Stand } from '../../../run/start-stand.ts';
import type { SimulatedUser } from '../../../smooch/control/simulated-user.ts';
import type { WireMessage } from '../../../smooch/v1/wire.ts';
import type { ConnectorSettings, ScenarioRun } from '../../protocol/page-protocol.ts';
import type { LabelsInForce } from '../connector-labels.ts';

export type LookAt = ScenarioRun['lines'][number]['lookAt'];

/** What a scenario has to play with: its own user, and everything else of the sandbox. */
export interface Stage {
  readonly stand: Stand;
  readonly user: SimulatedUser;
  readonly settings: ConnectorSettings;
  /** What the connector says by itself. */
  readonly labels: LabelsInForce;
  /** What the bot knows. */
  readonly knowledge: Knowledge;
  /** Under which the desk knows the user. */
  readonly externalId: string;
  /** Says to whoever watches what happens, and where to look. */
  tell(text: string, lookAt?: LookAt): void;
  /** Lets whoever watches read. Rejects when the scenario is stopped; so does everything below. */
  pause(): Promise<void>;
  /** The user types. */
  says(text: string): Promise<void>;
  /** The user presses the newest button with this label. */
  presses(label: string): Promise<void>;
  /** Any other act, after a pause. */
  does(act: () => unknown): Promise<void>;
  /** Waits for a message to the user, since the last act, that contains this. */
  hears(text: string): Promise<WireMessage>;
  /** Waits until there is something. @param what for the sentence when it does not come */
  waitFor<T>(what: string, look: () => T | undefined): Promise<T>;
  /** A fault at a system, for as long as the scenario plays. Returns how to end it earlier. */
  fault(system: 'chatbot' | 'smooch' | 'desk', rule: FaultRule): () => void;
  /** Done when the scenario is over, however it ends; the last one first. */
  afterwards(undo: () => unknown): void;
}

export interface StageOptions {
  stand: Stand;
  user: SimulatedUser;
  settings: ConnectorSettings;
  labels: LabelsInForce;
  knowledge: Knowledge;
  /** Whether the connector is not done yet with what the user did last. */
  isAtWork(): boolean;
  tell: Stage['tell'];
  afterwards: Stage['afterwards'];
  /** Aborted when somebody stops the scenario. */
  signal: AbortSignal;
  /** Milliseconds between two things that happen, for whoever watches. */
  paceMs: number;
}

const POLL_MS = 25;
const PATIENCE_MS = 45_000;

export function createStage(options: StageOptions): Stage {
  const { stand, user, signal, paceMs } = options;
  let heardBefore = 0;

  const pause = (): Promise<void> => delay(paceMs, undefined, { signal });

  async function waitFor<T>(what: string, look: () => T | undefined): Promise<T> {
    const deadline = performance.now() + PATIENCE_MS;
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      if (performance.now() > deadline)
        throw new Error(`Waited ${PATIENCE_MS / 1000} seconds for ${what}, which did not come.`);
      await delay(POLL_MS, undefined, { signal });
    }
  }

  async function does(act: () => unknown): Promise<void> {
    await pause();
    // Nobody answers a question before it is through.
    await waitFor('the end of the turn', () => (options.isAtWork() ? undefined : true));
    heardBefore = user.received.length;
    await act();
  }

  return {
    stand,
    user,
    settings: options.settings,
    labels: options.labels,
    knowledge: options.knowledge,
    externalId: `smooch-${user.appId}-${user.id}`,
    tell: options.tell,
    afterwards: options.afterwards,
    pause,
    waitFor,
    does,
    says: (text) => does(() => user.say(text)),
    async presses(label) {
      const pressed = await waitFor(`a button “${label}”`, () => findButton(user, label));
      await does(() => user.click(pressed.messageId, pressed.button));
    },
    hears: (text) =>
      waitFor(`“${text}”`, () => user.received.slice(heardBefore).find((message) => message.text?.includes(text))),
    fault(system, rule) {
      const { faults } = stand[system].control;
      const id = faults.add(rule);
      const end = (): void => void faults.release(id);
      options.afterwards(end);
      return end;
    },
  };
}

/** A channel with little room shows the beginning of a label. */
function isLabelled(text: string, label: string): boolean {
  return text === label || (text.endsWith('…') && label.startsWith(text.slice(0, -1)));
}

function findButton(user: SimulatedUser, label: string): { messageId: string; button: number } | undefined {
  for (const { _id: messageId, actions = [] } of user.received.toReversed()) {
    const button = actions.findIndex(({ text }) => text !== undefined && isLabelled(text, label));
    if (button >= 0) return { messageId, button };
  }
  return undefined;
}
