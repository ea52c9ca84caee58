/** Not built yet. */
export function UserRoom() {
  return null;
}
