import { subscribe } from 'node:diagnostics_channel';

// Loaded into each connector before it starts (`node --import`). It adds to every call which life of which instance made
// it, and when; the connector itself is as it always is.
const life = process.env.TORTURE_LIFE;

interface Created {
  request: { addHeader(name: string, value: string): void };
}

if (life !== undefined) {
  subscribe('undici:request:create', (message) => {
    const { request } = message as Created;
    request.addHeader('x-torture-life', life);
    request.addHeader('x-torture-made', String(Date.now()));
  });
}
