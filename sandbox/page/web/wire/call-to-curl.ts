import type { WireCall } from '../../protocol/page-protocol.ts';

/** What curl sets by itself, or what would only be true of the call that was made. */
const OWN_HEADERS = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'transfer-encoding',
]);

/**
 * The call as a command for a shell. Secrets are masked in it, as everywhere on the page: whoever runs it puts their own
 * in. A form with files is not kept, so its body is left out.
 */
export function callToCurl({ method, url, requestHeaders, requestBody }: WireCall): string {
  const headers = Object.entries(requestHeaders).filter(([name]) => !OWN_HEADERS.has(name.toLowerCase()));
  const body = typeof requestBody === 'string' ? requestBody : (JSON.stringify(requestBody) ?? '');
  const isForm = headers.some(([name, value]) => name.toLowerCase() === 'content-type' && /^multipart\//i.test(value));
  return [
    `curl -X ${quote(method)} ${quote(url)}`,
    ...headers
      .filter(([name]) => !isForm || name.toLowerCase() !== 'content-type')
      .map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
    ...(body === '' || isForm ? [] : [`--data-raw ${quote(body)}`]),
  ].join(' \\\n  ');
}

/** One word for a POSIX shell, whatever stands in it. */
function quote(text: string): string {
  return /^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
