/** Names of the endpoints, as latency, faults and the journal know them. */
export type ChatbotEndpoint =
  | 'auth'
  | 'refresh'
  | 'apis'
  | 'conversation'
  | 'message'
  | 'history'
  | 'variables'
  | 'tracking'
  | 'data'
  | 'surveys'
  | 'ticketing'
  | 'unknown';

/** Where the product is served; `apis` says which of them a client should use. */
export const PRODUCT_PATHS = { chatbot: '/prod/chatbot', chat: '/prod/chat' } as const;

/** Where the ticketing product is, whose calls have one name. */
export const TICKETING_PATH = '/prod/ticketing';

const AUTH_SIDE: Record<string, ChatbotEndpoint> = {
  '/v1/auth': 'auth',
  '/v1/refreshToken': 'refresh',
  '/v1/apis': 'apis',
};

const PRODUCT_SIDE: Record<string, ChatbotEndpoint> = {
  '/v1/conversation': 'conversation',
  '/v1/conversation/message': 'message',
  '/v1/conversation/history': 'history',
  '/v1/conversation/variables': 'variables',
  '/v1/conversation/variables/multiple': 'variables',
  '/v1/tracking/events': 'tracking',
  '/v1/inbtrck/events': 'tracking',
};

/** The endpoint of a path, whatever the method. */
export function endpointOf(_method: string, path: string): ChatbotEndpoint {
  const productPath = pathInProduct(path);
  if (path.startsWith(`${TICKETING_PATH}/`)) return 'ticketing';
  if (productPath === undefined) return AUTH_SIDE[path] ?? 'unknown';
  if (productPath.startsWith('/v1/app/data/')) return 'data';
  if (productPath.startsWith('/v1/surveys/')) return 'surveys';
  return PRODUCT_SIDE[productPath] ?? 'unknown';
}

function pathInProduct(path: string): string | undefined {
  const base = Object.values(PRODUCT_PATHS).find((prefix) => path.startsWith(`${prefix}/`));
  return base === undefined ? undefined : path.slice(base.length);
}
