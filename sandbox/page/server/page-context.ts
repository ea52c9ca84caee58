import type { Stand } from '../../run/start-stand.ts';
import type { ConnectorControl } from './connector-control.ts';
import type { PageEvents } from './page-events.ts';
import type { Phones } from './phones.ts';
import type { Reset } from './reset.ts';
import type { Scenarios } from './scenarios/create-scenarios.ts';
import type { Wire } from './wire/create-wire.ts';

/** What the page's routes work with. */
export interface PageContext {
  stand: Stand;
  events: PageEvents;
  phones: Phones;
  connector: ConnectorControl;
  wire: Wire;
  scenarios: Scenarios;
  reset: Reset;
  /** The folder of the built page. Default: where `npm run prepare` puts it. */
  builtPage?: string | undefined;
}
