import type { WireItem } from './wire.ts';

/**
 * A carousel or list for channels without cards: numbered, and with links only; images and postbacks vanish
 * (Smooch docs: carousel).
 */
export function itemsToText(items: readonly WireItem[]): string {
  return items.map(itemToText).join('\n\n');
}

/** The same as it stands in the message's `text`, as recorded from the real API: for HTML, and with a line feed at its end. */
export function itemsToFallback(items: readonly WireItem[]): string {
  return `${itemsToText(items).replaceAll('&', '&amp;')}\n`;
}

function itemToText(item: WireItem, index: number): string {
  const links = item.actions.filter((action) => action.uri).map((action) => `${action.text}: ${action.uri}`);
  return [`${index + 1}. ${item.title}`, item.description, ...links].filter(Boolean).join('\n');
}

/** The text that stands for a location (Smooch docs: location). */
export function coordinatesToText({ lat, long }: { lat: number; long: number }): string {
  return `Location shared:\nhttps://maps.google.com/maps?q=${lat},${long}`;
}
