import { detectEnvironment } from '../config/environment.ts';
import type { LoadedConfig } from '../config/load-config.ts';
import type { Clock } from '../core/clock.ts';
import { conversationLane } from '../core/conversation.ts';
import type { CalledAs, FindEnvironment, UserToPlace } from '../flow/find-conversation.ts';
import type { Store } from '../store/schema.ts';
import type { Logger } from '../telemetry/log.ts';
import type { ConnectedWorld } from './create-world.ts';

export interface EnvironmentFinderParts {
  configuration: Pick<LoadedConfig, 'server' | 'environments' | 'forEnvironment'>;
  worlds(environment: string): Pick<ConnectedWorld, 'smooch'>;
  store: Pick<Store, 'hasLane'>;
  clock: Clock;
  log: Logger;
}

/** So long an answer of Smooch, or that there was none, is believed: other chats of the app are not asked about anew. */
const BELIEVED_MS = 60_000;
const ASK_LIMIT_MS = 5_000;
const APPS_REMEMBERED = 1_000;

/**
 * Creates the search for the environment of a user whose chat is not known here: one in which the user has been, else
 * one in which the app has, else one whose key pair lists a webhook of the app that leads to it. The desk's app may
 * serve others, and users of theirs are nobody here.
 */
export function createEnvironmentFinder(parts: EnvironmentFinderParts): FindEnvironment {
  const { store } = parts;
  const hasWebhookHere = createWebhookQuestion(parts);
  return async (user) => {
    const { environments, appId, userId } = user;
    const lanes = environments.map((environment) => conversationLane({ environment, appId, userId }));
    const apps = environments.map((environment) => conversationLane({ environment, appId, userId: '' }));
    return (
      (await firstOf(environments, async (_, index) => store.hasLane(lanes[index] ?? ''))) ??
      (await firstOf(environments, async (_, index) => store.hasLane(apps[index] ?? ''))) ??
      (await firstOf(environments, (environment) => hasWebhookHere(environment, user)))
    );
  };
}

/** One question for an app and environment at a time, and what came of it for a while; it never rejects. */
function createWebhookQuestion({ worlds, configuration, clock, log }: EnvironmentFinderParts) {
  const asked = new Map<string, { at: number; targets: Promise<string[]> }>();

  const ask = async (environment: string, appId: string): Promise<string[]> => {
    try {
      const webhooks = await worlds(environment).smooch.listWebhooks(appId, { timeoutMs: ASK_LIMIT_MS });
      return webhooks.map(({ target }) => target);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.warn(
        { environment, app: appId, reason },
        'a chat of HyperChat is passed over: its Smooch app has no conversation here and its webhooks cannot be read',
      );
      return [];
    }
  };

  return async (environment: string, { appId, calledAs }: UserToPlace): Promise<boolean> => {
    const id = `${environment}:${appId}`;
    const now = clock.monotonic();
    const before = asked.get(id);
    const answer =
      before !== undefined && now - before.at < BELIEVED_MS ? before : { at: now, targets: ask(environment, appId) };
    if (asked.size >= APPS_REMEMBERED) asked.clear();
    asked.set(id, answer);
    const targets = await answer.targets;
    return targets.some((target) => leadsHere(configuration, { target, environment, calledAs }));
  };
}

/** Whether a webhook calls this server, and there the environment. Smooch and the desk call it under one name. */
function leadsHere(
  { server, environments }: EnvironmentFinderParts['configuration'],
  webhook: { target: string; environment: string; calledAs: CalledAs | undefined },
): boolean {
  const url = URL.parse(webhook.target);
  if (url === null) return false;
  const { host = '', forwardedHost } = webhook.calledAs ?? {};
  const called = (server.trust_proxy && forwardedHost?.split(',')[0]?.trim()) || host;
  const ours = [server.public_url && new URL(server.public_url).host, hostOf(url.protocol, called)];
  if (!ours.includes(url.host)) return false;
  return detectEnvironment(environments, { host: url.host, path: url.pathname }, false) === webhook.environment;
}

/** As an address with this scheme has it: without the port that goes without saying. */
function hostOf(protocol: string, host: string): string | undefined {
  return URL.parse(`${protocol}//${host}`)?.host || undefined;
}

async function firstOf(
  names: readonly string[],
  fits: (name: string, index: number) => Promise<boolean>,
): Promise<string | undefined> {
  for (const [index, name] of names.entries()) if (await fits(name, index)) return name;
  return undefined;
}
