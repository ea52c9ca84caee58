/** Not built yet. */
export function BackstageRoom() {
  return null;
}
