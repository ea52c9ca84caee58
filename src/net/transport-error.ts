import { ApiError, type Service } from '../core/errors.ts';

/** What a transport failure is told about. */
export interface TransportContext {
  service: Service;
  operation: string;
  origin: string;
  /** Whether any byte of the request may have left. */
  sent: boolean;
}

const untrustedCertificate = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/;

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}

/** Words for a person; undici's own may hold addresses of proxies with their password. */
function describe(code: string, error: unknown, { origin, sent }: TransportContext): string {
  switch (code) {
    case 'ECONNREFUSED':
      return `${origin} refused the connection`;
    case 'ENOTFOUND':
      return `the host of ${origin} is unknown`;
    case 'EAI_AGAIN':
      return `the name server has no answer about ${origin}`;
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
      return `no connection to ${origin} in time`;
    case 'UND_ERR_CLOSED':
    case 'UND_ERR_DESTROYED':
      return 'the connector is shutting down';
    case 'UND_ERR_INVALID_ARG':
      // After sending this is undici's only way to say that a proxy answered 407.
      return sent
        ? 'the proxy wants a user and password in HTTP_PROXY'
        : `no valid request to ${origin} could be built`;
  }
  if (untrustedCertificate.test(code)) {
    return `the certificate of ${origin} is not trusted (${code}); NODE_EXTRA_CA_CERTS adds one`;
  }
  if (!sent) return `no connection to ${origin}, directly or through the proxy (${code || nameOf(error)})`;
  if (nameOf(error) === 'HTTPParserError') return `what ${origin} sent is no HTTP`;
  return `the connection to ${origin} broke before the answer was complete (${code || nameOf(error)})`;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

/** A call ended without an HTTP answer. What never left cannot have happened; everything else may have. */
export function transportErrorToApiError(error: unknown, context: TransportContext): ApiError {
  const code = codeOf(error);
  return new ApiError({
    service: context.service,
    operation: context.operation,
    reason: describe(code, error, context),
    nothingHappened: !context.sent || code === 'UND_ERR_INVALID_ARG',
    timedOut: code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT',
    cause: error,
  });
}
