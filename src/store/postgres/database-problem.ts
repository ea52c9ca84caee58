/** What PostgreSQL, or the way to it, says, and what an operator does about it. Codes: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const REMEDIES: Readonly<Record<string, string>> = {
  '28P01': 'refuses the user or the password: correct them in the address',
  '28000':
    'lets nobody in with this user from this machine: correct the user in the address, or pg_hba.conf on the server',
  '3D000': 'is not there: create it (createdb), or correct its name in the address',
  '3F000': 'has lost the tables of the connector: restore a backup, or start again to begin without data',
  '42P01': 'has lost the tables of the connector: restore a backup, or start again to begin without data',
  '25006': 'is read-only, a standby perhaps: name the primary in the address',
  '53100': 'has no room on its disk: make room there',
  '53300': 'has no connection left: raise max_connections on the server, or run fewer instances (each takes up to ten)',
  '57P01': 'is being stopped: this is tried again until it is back',
  '57P02': 'is being stopped: this is tried again until it is back',
  '57P03': 'is starting or stopping: this is tried again until it is back',
  ECONNREFUSED: 'does not listen: start it, or correct host and port in the address',
  ENOTFOUND: 'has a host that is unknown: correct it in the address',
  EAI_AGAIN: 'has a host about which the name server gives no answer: look at the network of this machine',
  ENOENT: 'has a socket that is not there: correct the address',
  EHOSTUNREACH: 'cannot be reached: look at the network, or correct the host in the address',
  ENETUNREACH: 'cannot be reached: look at the network, or correct the host in the address',
  ETIMEDOUT: 'does not answer in time: look at the server and the network between',
  ECONNRESET: 'has closed the connection: this is tried again until it is back',
  EPIPE: 'has closed the connection: this is tried again until it is back',
};

/** What the driver says in words only. */
const WORDS: readonly [pattern: RegExp, remedy: string][] = [
  [/timeout/i, 'does not answer in time: look at the server and the network between'],
  [/terminated|not queryable|closed/i, 'has closed the connection: this is tried again until it is back'],
  [/password must be/i, 'wants a password: put it into the address'],
  [/does not support SSL/i, 'does not encrypt connections: take sslmode out of the address, or switch SSL on there'],
];

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|ERR_TLS/;

/**
 * What is wrong with the database, in one sentence for an operator. It quotes neither the address nor what the server
 * says about its user.
 * @param error what the driver threw
 */
export function databaseProblem(error: unknown): string {
  const { code, message } = causeOf(error);
  // Sentences of our own.
  if (message.startsWith('the database ')) return message;
  return `the database of server.storage ${remedyFor(code, message)}`;
}

function remedyFor(code: string, message: string): string {
  const known = REMEDIES[code];
  if (known !== undefined) return `${known} (${code})`;
  if (code === '42501') {
    return `does not give its user the rights that the connector needs (${message}): make that user the owner of the database, or grant it create on it`;
  }
  if (CERTIFICATE.test(code)) {
    return `has a certificate that is not trusted (${code}): NODE_EXTRA_CA_CERTS names further authorities`;
  }
  const words = WORDS.find(([pattern]) => pattern.test(message));
  return words?.[1] ?? `cannot be used: ${message}${code === '' ? '' : ` (${code})`}`;
}

/** A name with several addresses fails with the errors of all of them. */
function causeOf(error: unknown): { code: string; message: string } {
  const first = error instanceof AggregateError ? error.errors[0] : error;
  if (!(first instanceof Error)) return { code: '', message: String(first) };
  const { code } = first as { code?: unknown };
  return { code: typeof code === 'string' ? code : '', message: first.message };
}
