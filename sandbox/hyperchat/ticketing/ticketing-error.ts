/** A refusal of the ticketing API, in its own shape: `{errors: [{code, message}]}` (Inbenta's connectors: errors). */
export class TicketingError extends Error {
  /** An HTTP status. */
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.name = 'TicketingError';
    this.code = code;
  }
}

export function errorToResponse({ code, message }: TicketingError): Response {
  return Response.json({ errors: [{ code, message }] }, { status: code });
}
