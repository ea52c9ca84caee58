import type { WireItem } from './wire.ts';

/**
 * The text Smooch makes of a carousel or list for channels without cards: numbered, and with links only;
 * images and postbacks vanish (Smooch docs: carousel).
 */
export function itemsToText(items: readonly WireItem[]): string {
  return items.map(itemToText).join('\n\n');
}

function itemToText(item: WireItem, index: number): string {
  const links = item.actions.filter((action) => action.uri).map((action) => `${action.text}: ${action.uri}`);
  return [`${index + 1}. ${item.title}`, item.description, ...links].filter(Boolean).join('\n');
}

/** The text that stands for a location (Smooch docs: location). */
export function coordinatesToText({ lat, long }: { lat: number; long: number }): string {
  return `Location shared:\nhttps://maps.google.com/maps?q=${lat},${long}`;
}
