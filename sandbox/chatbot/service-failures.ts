import type { FaultRule } from '../control/faults.ts';
import type { ChatbotEndpoint } from './api/endpoints.ts';

/** Failures of the real service, ready to be added to the fault queue. */

/** The gateway gave up on a slow backend; clients look for exactly this text. */
export const gatewayTimeout = (endpoint: ChatbotEndpoint): FaultRule =>
  respond(endpoint, 504, { message: 'Endpoint request timed out' });

/** Too many calls of this minute or hour. */
export const tooManyRequests = (endpoint: ChatbotEndpoint, retryAfterSeconds: number): FaultRule =>
  respond(endpoint, 429, { message: 'Too Many Requests' }, { 'retry-after': String(retryAfterSeconds) });

/** The service is down or being upgraded. */
export const badGateway = (endpoint: ChatbotEndpoint): FaultRule =>
  respond(endpoint, 502, '<html><body>502 Bad Gateway</body></html>', { 'content-type': 'text/html' });

/** Says that it is JSON, and breaks off. */
export const malformedJson = (endpoint: ChatbotEndpoint): FaultRule =>
  respond(endpoint, 200, '{"answers":[{"type":"answer","mess', { 'content-type': 'application/json' });

/** A refusal that a proxy goes on telling for a while after the token was renewed. */
export const cachedDenial = (endpoint: ChatbotEndpoint): FaultRule =>
  respond(endpoint, 403, { Message: 'User is not authorized to access this resource with an explicit deny' });

function respond(
  endpoint: ChatbotEndpoint,
  status: number,
  body: unknown,
  headers?: Record<string, string>,
): FaultRule {
  return { endpoint, effect: { kind: 'respond', status, body, headers } };
}
