import { NotConfiguredError } from '../../core/errors.ts';
import { type BaseUrl, parseBaseUrl } from '../../net/base-url.ts';

/** The part of `chat.yaml` that says where HyperChat is. */
export interface HyperChatServer {
  /** Origin or prefix of the API; wins over the region. */
  server?: string;
  region: string;
  /** Port, where `server` names none. */
  server_port?: number;
}

/** The port of the vendor's own servers (HyperChat docs: API setup). */
const vendorPort = 8000;

/** `scheme://host:port`; IPv6 hosts end with a bracket. */
const withPort = /^\s*[a-z]+:\/\/[^/]*:\d+(\/|\s*$)/i;

/**
 * The address of HyperChat's API. Its version is ours to add, and forgiven when it is there already.
 *
 * @throws NotConfiguredError when `server` is no address
 */
export function hyperChatBaseUrl({ server, region, server_port }: HyperChatServer): BaseUrl {
  const address = server ?? `https://hyperchat-${region}.inbenta.chat:${server_port ?? vendorPort}`;
  const base = parseBaseUrl(address);
  if (base === undefined) throw new NotConfiguredError(`chat.server is no http(s) address: "${address}"`);
  const path = `${base.path.replace(/\/v1$/, '')}/v1`;
  if (server_port === undefined || withPort.test(address)) return { origin: base.origin, path };
  const url = new URL(base.origin);
  url.port = String(server_port);
  return { origin: url.origin, path };
}
