import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';

/** Environment variables, such as `process.env`. */
export type Env = Readonly<Record<string, string | undefined>>;

/** The proxies that `HTTP_PROXY` and `HTTPS_PROXY` (or in lower case) name; empty where there is none. */
export function envProxies(env: Env): { httpProxy: string; httpsProxy: string } {
  return { httpProxy: env.http_proxy ?? env.HTTP_PROXY ?? '', httpsProxy: env.https_proxy ?? env.HTTPS_PROXY ?? '' };
}

/** Pools of connections that go through the proxies the environment names, but for hosts of `NO_PROXY`. */
export function createProxiedAgent(pool: Agent.Options, env: Env): Dispatcher {
  const { httpProxy, httpsProxy } = envProxies(env);
  // Only where a proxy is named: looking for one costs a parsed URL in every call.
  if (httpProxy === '' && httpsProxy === '') return new Agent(pool);
  return new EnvHttpProxyAgent({ ...pool, httpProxy, httpsProxy, noProxy: env.no_proxy ?? env.NO_PROXY ?? '' });
}
