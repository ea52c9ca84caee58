import { subscribe } from 'node:diagnostics_channel';

// Loaded into each connector before it starts (`node --import`). It adds one header to every call, which says which
// life of which instance made it; the connector itself is as it always is.
const life = process.env.TORTURE_LIFE;

interface Created {
  request: { addHeader(name: string, value: string): void };
}

if (life !== undefined) {
  subscribe('undici:request:create', (message) => (message as Created).request.addHeader('x-torture-life', life));
}
