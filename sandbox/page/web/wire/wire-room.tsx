/** Not built yet. */
export function WireRoom() {
  return null;
}
