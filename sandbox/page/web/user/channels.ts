/** The channels one can pick, in the order they are offered; the ids are Smooch's. */
export const channels = [
  { id: 'messenger', label: 'Messenger', hint: 'Buttons (3), quick replies, cards' },
  { id: 'whatsapp', label: 'WhatsApp', hint: 'Choices as numbered text' },
  { id: 'telegram', label: 'Telegram', hint: 'Buttons and cards, files as links' },
  { id: 'line', label: 'LINE', hint: 'Buttons (4), labels cut at 20' },
  { id: 'viber', label: 'Viber', hint: 'Buttons, files as links' },
  { id: 'twilio', label: 'SMS', hint: 'Text and pictures only' },
  { id: 'instagram', label: 'Instagram', hint: 'Buttons (3), cards as text' },
  { id: 'web', label: 'Web', hint: 'The web widget: everything' },
] as const;

/** The company of the sandbox's bot. */
export const BUSINESS = 'Harbour Cycles';

/** `twilio` -> `SMS`; a channel that is not offered keeps its id. */
export function channelLabel(id: string): string {
  return channels.find((channel) => channel.id === id)?.label ?? id;
}
