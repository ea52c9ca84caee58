import { listen } from '../../control/listen.ts';
import type { Stand } from '../../run/start-stand.ts';
import { createConnectorControl } from './connector-control.ts';
import { readConnectorSettings } from './connector-settings.ts';
import { createPageApp } from './create-page-app.ts';
import { createPageEvents } from './page-events.ts';
import { isLoopback, type PagePlace, pageUrl, randomToken } from './page-place.ts';
import { createPhones, type Phones } from './phones.ts';
import { createReset } from './reset.ts';
import { createScenarios } from './scenarios/create-scenarios.ts';
import { watchStand } from './watch-stand.ts';
import { createConnectorRecord } from './wire/connector-record.ts';
import { createWire } from './wire/create-wire.ts';

/** Where the page is unless something else is there already: the same each time, so that a bookmark works. */
const USUAL_PORT = 4700;

export interface PageOptions {
  stand: Stand;
  /** 0: any free one. Default: 4700, or any free one when that is taken. */
  port?: number;
  /** Default 127.0.0.1. Where others reach it, whoever opens the page needs the token that stands in its address. */
  host?: string;
  /** Milliseconds between two things that happen in a scenario, so that one can follow. Default 1500. */
  paceMs?: number;
  /** The folder of the built page. Default: where `npm run prepare` puts it. */
  builtPage?: string;
}

export interface Page {
  /** To be opened in a browser. */
  url: string;
  phones: Phones;
  stop(): Promise<void>;
}

/** Serves the sandbox's page. Resolves when it listens. @throws Error when the wanted port is taken */
export async function startPage(options: PageOptions): Promise<Page> {
  const { stand, port, host = '127.0.0.1', paceMs = 1500, builtPage } = options;
  let servedOn = 0;
  const place: PagePlace = { host, port: () => servedOn, token: isLoopback(host) ? undefined : randomToken() };
  const events = createPageEvents();
  const phones = createPhones(stand.smooch.control);
  const connector = createConnectorControl(stand, () => events.tell({ event: 'state' }));
  const wire = createWire(stand);
  const record = createConnectorRecord(stand.installation.dataDir);
  const scenarios = createScenarios({
    stand,
    phones,
    settings: () => readConnectorSettings(stand.installation.confDir),
    translations: () => record.translations(),
    isAtWork: wire.isAtWork,
    paceMs,
    onChange: () => events.tell({ event: 'scenario' }),
  });
  const reset = createReset({ stand, events, phones, connector, wire, scenarios });
  const app = createPageApp({ stand, events, phones, connector, wire, scenarios, reset, builtPage }, place);
  const server = await listenOn(app, port, host);
  servedOn = server.port;
  phones.open('messenger');
  const unwatch = watchStand(stand, events);
  return {
    url: pageUrl(place),
    phones,
    async stop() {
      await scenarios.stop();
      unwatch();
      events.stop();
      await server.stop();
      wire.close();
      record.close();
    },
  };
}

async function listenOn(app: Parameters<typeof listen>[0], port: number | undefined, host: string) {
  const on = (wanted: number) =>
    listen(app, wanted, host).catch((error: Error) => {
      throw new Error(`The page cannot be served on ${host}, port ${wanted}: ${error.message}`, { cause: error });
    });
  return port === undefined ? on(USUAL_PORT).catch(() => on(0)) : on(port);
}
