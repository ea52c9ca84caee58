/** Not built yet. */
export function AgentRoom() {
  return null;
}
