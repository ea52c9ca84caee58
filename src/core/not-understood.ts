/**
 * Something genuine that could not be understood, as it is kept: the payload of an event of kind `not-understood`,
 * which is stored as a dead letter. A retry reads it anew.
 */
export interface NotUnderstood {
  /** Who sent it: tells whose reader it is for. */
  source: 'smooch' | 'desk';
  /** Environment of the request. */
  environment: string;
  /** App id of the sender, at Smooch or at the desk. */
  appId: string;
  /** The webhook's body, holding nothing that was understood beside it. */
  body: unknown;
}

const LONGEST_REASON = 300;

/**
 * Why something stands among the dead letters.
 * @param issues paths and what is wrong there; never what stands there
 */
export function notUnderstoodReason(issues: readonly string[]): string {
  return `not understood: ${issues.join('; ')}`.slice(0, LONGEST_REASON);
}

/**
 * The lane of what belongs to no conversation that could be read. Nobody can ask for it to be erased, so it is kept no
 * longer than events that are done.
 */
export function nobodysLane({ source, environment, appId }: Omit<NotUnderstood, 'body'>): string {
  return `${environment}:nobody:${source}:${appId}`;
}
