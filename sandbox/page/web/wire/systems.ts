/** The systems of the sequence, in the order of their lanes. */
export const SYSTEMS = ['smooch', 'connector', 'chatbot', 'hyperchat'] as const;

export type SystemName = (typeof SYSTEMS)[number];

/** What people call them. */
export const SYSTEM_LABELS: Record<SystemName, string> = {
  smooch: 'Smooch',
  connector: 'Connector',
  chatbot: 'Bot',
  hyperchat: 'HyperChat',
};

/** Where the lane of a system stands: 0 is the first. */
export function laneOf(system: SystemName): number {
  return SYSTEMS.indexOf(system);
}
