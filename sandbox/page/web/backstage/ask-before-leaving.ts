const unsaved = new Set<string>();

/** Before a reload or the end of the window the browser asks for as long as something here is not saved. */
export function askBeforeLeaving(what: string, isUnsaved: boolean): void {
  const before = unsaved.size;
  if (isUnsaved) unsaved.add(what);
  else unsaved.delete(what);
  // Only while it is needed: a window that listens to this is not kept by the browser for the way back.
  if (before === 0 && unsaved.size > 0) addEventListener('beforeunload', ask);
  if (before > 0 && unsaved.size === 0) removeEventListener('beforeunload', ask);
}

function ask(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
