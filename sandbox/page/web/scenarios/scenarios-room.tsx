/** Not built yet. */
export function ScenariosRoom() {
  return null;
}
