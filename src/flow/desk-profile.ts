import { retryPolicies } from '../core/retry.ts';
import { isBlank } from '../core/text.ts';
import type { DeskProfile } from '../desk/agent-desk.ts';
import type { AppUser } from './ports.ts';
import type { TurnContext } from './turn-context.ts';
import type { ChatSettings } from './world.ts';

/** Fields of the contact form that have a place of their own at the desk. */
const OWN_PLACE = ['FIRST_NAME', 'LAST_NAME', 'EMAIL_ADDRESS'];

/** Who the user is, as far as the form, the channel and the configuration tell. */
export async function deskProfile(
  context: TurnContext,
  chat: ChatSettings,
  data: Record<string, unknown>,
): Promise<DeskProfile> {
  const { turn, world, conversation, session } = context;
  const profile = await turn.attempt(context.stepName('profile'), {
    policy: retryPolicies.botTurn,
    safe: true,
    call: () => world.channel.appUser(conversation),
  });
  const user = profile.ok ? profile.value : undefined;
  const rest = Object.entries(data).filter(([key, value]) => !OWN_PLACE.includes(key) && says(value));
  return {
    externalId: `smooch-${conversation.appId}-${conversation.userId}`,
    name: nameOf(context, chat, data, user),
    contact: text(data.EMAIL_ADDRESS) ?? text(user?.email) ?? chat.guestContact,
    extraInfo: { ...Object.fromEntries(rest), channel: session.channel ?? 'unknown', language: world.settings.lang },
  };
}

function nameOf(
  { session, conversation }: TurnContext,
  chat: ChatSettings,
  data: Record<string, unknown>,
  user: AppUser | undefined,
): string {
  const candidates = [
    joined(text(data.FIRST_NAME), text(data.LAST_NAME)),
    joined(text(user?.givenName), text(user?.surname)),
    text(activeClient(user)?.displayName),
    text(session.userName),
    chat.guestName,
  ];
  return candidates.find((name) => name !== undefined) ?? `Guest ${conversation.userId.slice(-6)}`;
}

/** A channel that is not active may have another name; the first one speaks where none is marked at all. */
function activeClient(user: AppUser | undefined): AppUser['clients'][number] | undefined {
  const clients = user?.clients ?? [];
  const told = clients.some(({ active }) => active !== undefined);
  return told ? clients.find(({ active }) => active) : clients[0];
}

function joined(...parts: (string | undefined)[]): string | undefined {
  return parts.filter((part) => part !== undefined).join(' ') || undefined;
}

function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && !isBlank(value) ? value.trim() : undefined;
}

/** Whether a field of a form holds anything: it may be a text, a number, yes or no, a list or an object. */
function says(value: unknown): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value === 'string') return !isBlank(value);
  return !Array.isArray(value) || value.length > 0;
}
