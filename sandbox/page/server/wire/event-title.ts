import type { UserInput } from '../../../../src/core/user-event.ts';
import type { DeskEvent } from '../../../../src/desk/desk-event.ts';
import type { RecordedEvent } from './connector-record.ts';
import { asMap } from './label-call.ts';
import { cut } from './summarise-call.ts';

/** What came in, in a few words. */
export function eventTitle({ kind, payload }: RecordedEvent): string {
  const { input, event, action, eventId, environment } = asMap(payload);
  if (kind === 'user') return inputTitle(input as UserInput);
  if (kind === 'desk' || kind === 'desk-lookup') return deskTitle(event as DeskEvent);
  if (kind === 'user-deleted') return 'the user was deleted';
  if (kind === 'not-understood') return 'something that could not be understood';
  if (action === 'refresh-extra-info') return `operator: read Extra Info of ${environment} now`;
  return eventId === undefined ? `operator: ${action}` : `operator: ${action} ${eventId}`;
}

function inputTitle(input: UserInput): string {
  switch (input.kind) {
    case 'text':
      return input.payload === undefined ? `“${cut(input.text)}”` : `chose “${cut(input.text)}”`;
    case 'postback':
      return `pressed “${cut(input.fullLabel ?? input.text ?? 'a button')}”`;
    case 'image':
    case 'file':
      return input.caption?.trim()
        ? `${input.kind}: ${cut(input.caption)}`
        : `sent ${input.kind === 'image' ? 'an image' : 'a file'}`;
    case 'location':
      return `sent a location${input.name ? `: ${cut(input.name)}` : ''}`;
    case 'form':
      return `filled in a form: ${cut(input.text)}`;
    default:
      return `sent something of type ${input.type}`;
  }
}

function deskTitle(event: DeskEvent): string {
  switch (event.kind) {
    case 'agent-joined':
      return 'an agent joined';
    case 'alone':
      return 'no agent could be found';
    case 'closed':
      return event.by.kind === 'system' ? 'the desk closed the chat' : 'the chat was closed';
    case 'message':
      return deskMessageTitle(event);
    case 'queue':
      return `position ${event.position} in the queue`;
    case 'left':
      return 'somebody left the chat';
    default:
      return event.kind;
  }
}

function deskMessageTitle({ content }: Extract<DeskEvent, { kind: 'message' }>): string {
  if (content.kind === 'media') return `at the desk: ${content.name ?? 'a file'}`;
  return `at the desk: “${cut(content.html)}”`;
}
