/** A name, an IPv4 address or an IPv6 address in brackets, with or without a port. */
const HOST = /^(?:[a-z0-9._~!$&'()*+,;=%-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/** The Host header as it was sent; empty, which no rule names, when there is none or when it names no host. */
export function hostOf(header: string | undefined): string {
  return header !== undefined && HOST.test(header) ? header : '';
}

/**
 * The path of a request's target, without the query, `%xx` read where it is UTF-8. Whatever a sender writes there has a
 * path: `/a`, `//a`, `http://host/a`, `*`, `%zz`.
 */
export function pathOf(target: string | undefined): string {
  const text = target ?? '/';
  const address = text.startsWith('/') ? `http://host${text}` : text;
  const path = URL.canParse(address) ? new URL(address).pathname : (text.split(/[?#]/, 1)[0] ?? '');
  return path.replace(/(?:%[0-9a-f]{2})+/gi, decodeOrKeep);
}

function decodeOrKeep(escaped: string): string {
  try {
    return decodeURI(escaped);
  } catch {
    return escaped;
  }
}
