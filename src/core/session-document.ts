/**
 * What the intake has to know of a session, whose document the flow writes: whether an agent has accepted the chat that
 * is on. The document is as durable as the turn that heard of it, and the same for every instance.
 */
export function hasAgent(document: string | undefined): boolean {
  if (document === undefined) return false;
  try {
    const { chat } = JSON.parse(document) as { chat?: { state?: unknown } };
    return chat?.state === 'active';
  } catch {
    return false;
  }
}
