import type { UserInput } from '../../../../src/core/user-event.ts';
import type { Stand } from '../../../run/start-stand.ts';
import type { SimulatedUser } from '../../../smooch/control/simulated-user.ts';
import type { ConnectorRecord, RecordedEvent } from './connector-record.ts';
import { laneToUser } from './connector-record.ts';
import { asMap } from './label-call.ts';

/**
 * Lets a turn happen once more: a dead letter is tried again, anything else the user does again.
 * @throws Error with a sentence when that is not possible
 */
export async function replayTurn(stand: Stand, record: ConnectorRecord, turnId: string): Promise<void> {
  const event = /^\d{1,15}$/.test(turnId) ? record.event(Number(turnId)) : undefined;
  if (event === undefined) throw new Error('There is no such turn.');
  if (event.state === 'parked' || event.state === 'undeliverable') return retryDeadLetter(stand, event);
  const userId = laneToUser(event.lane);
  if (event.kind !== 'user' || event.state !== 'done' || userId === undefined)
    throw new Error('Only what a user did can be sent once more, when it is done.');
  doAgain(stand.smooch.control.user(userId), asMap(event.payload).input as UserInput);
}

async function retryDeadLetter({ installation }: Stand, { id }: RecordedEvent): Promise<void> {
  const { dataDir } = installation;
  const { exitCode, output } = await installation.run('dead-letters', 'retry', String(id), '--data', dataDir);
  if (exitCode !== 0) throw new Error(output);
}

function doAgain(user: SimulatedUser, input: UserInput): void {
  switch (input.kind) {
    case 'text':
      user.say(input.text, { payload: input.payload });
      return;
    case 'image':
    case 'file':
      user.act({
        do: input.kind,
        url: input.url,
        mediaType: input.mediaType,
        name: input.name,
        caption: input.caption,
      });
      return;
    case 'postback':
      pressAgain(user, input);
      return;
    case 'location':
      if (input.latitude === undefined || input.longitude === undefined) break;
      user.act({
        do: 'location',
        lat: input.latitude,
        long: input.longitude,
        name: input.name,
        address: input.address,
      });
      return;
  }
  throw new Error(`A message of the kind "${input.kind}" cannot be sent once more.`);
}

/** The button itself where it still stands, else a postback like it. */
function pressAgain(user: SimulatedUser, { payload = '', text }: Extract<UserInput, { kind: 'postback' }>): void {
  for (const { message } of user.messages.toReversed()) {
    const button = message.actions?.findIndex((action) => action.payload === payload) ?? -1;
    if (button < 0) continue;
    user.click(message._id, button);
    return;
  }
  user.act({ do: 'menu', payload, text });
}
