import type { TrackedEvent } from '../../chatbot/api/tracking.ts';
import type { ChatbotControl } from '../../chatbot/chatbot-control.ts';
import type { Rating } from '../protocol/page-protocol.ts';
import type { ConnectorRatings } from './connector-settings.ts';

/** What users said about contents, newest first, with the labels that the connector's configuration gives the values. */
export function listRatings(control: ChatbotControl, labels: ConnectorRatings): Rating[] {
  return control
    .events({ type: 'rate' })
    .map((event) => eventToRating(event, labels))
    .reverse();
}

function eventToRating({ at, content = '', data }: TrackedEvent, labels: ConnectorRatings): Rating {
  const label = labels.find(({ id }) => String(id) === String(data.value))?.label ?? String(data.value);
  const comment = typeof data.comment === 'string' && data.comment !== '' ? data.comment : undefined;
  return { at, content, label, comment };
}
