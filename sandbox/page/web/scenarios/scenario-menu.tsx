/** What plays now, in the top bar. Not built yet. */
export function ScenarioMenu() {
  return null;
}
