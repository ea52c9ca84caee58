import type { Stand } from '../../run/start-stand.ts';
import type { ConnectorControl } from './connector-control.ts';
import type { PageEvents } from './page-events.ts';
import type { Phones } from './phones.ts';

/** What the page's routes work with. */
export interface PageContext {
  stand: Stand;
  events: PageEvents;
  phones: Phones;
  connector: ConnectorControl;
}
