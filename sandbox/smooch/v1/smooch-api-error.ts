/** A refusal in the shape of v1.1: `{error: {code, description}}` (Smooch docs: errors). */
export class SmoochApiError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, description: string) {
    super(description);
    this.name = 'SmoochApiError';
    this.status = status;
    this.code = code;
  }
}

export function errorToBody(error: SmoochApiError): { error: { code: string; description: string } } {
  return { error: { code: error.code, description: error.message } };
}

export function badRequest(description: string): SmoochApiError {
  return new SmoochApiError(400, 'bad_request', description);
}

export function unauthorized(description: string): SmoochApiError {
  return new SmoochApiError(401, 'unauthorized', description);
}

export function notFound(code: string, description: string): SmoochApiError {
  return new SmoochApiError(404, code, description);
}
