/** Where a user is and how to answer: everything that addresses one conversation at Smooch. */
export interface Conversation {
  /** `production`, `development`, ... decides keys, configuration and `x-inbenta-env`. */
  environment: string;
  /** Smooch app id, 24 hex digits. */
  appId: string;
  /** Smooch's id of the user (`appUser._id`), unique per app and channel. */
  userId: string;
  /** Smooch's id of the conversation, when the webhook named it. */
  conversationId?: string;
}

/** The lane of a conversation: the key under which its events are handled strictly one after another. */
export function conversationLane(conversation: Pick<Conversation, 'environment' | 'appId' | 'userId'>): string {
  return `${conversation.environment}:smooch:${conversation.appId}:${conversation.userId}`;
}

/** The conversation of a lane; undefined for lanes of other kinds. */
export function laneToConversation(lane: string): Conversation | undefined {
  const [, environment, appId, userId] = /^([^:]+):smooch:([^:]+):(.+)$/s.exec(lane) ?? [];
  if (environment === undefined || appId === undefined || userId === undefined) return undefined;
  return { environment, appId, userId };
}
