import type { BrowserContext } from 'playwright-core';

/** Tells of everything that a window should not do: errors, and requests that leave this machine. */
export function watchWindow(window: BrowserContext, tell: (problem: string) => void): void {
  window.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') tell(`console: ${message.text()}`);
  });
  window.on('weberror', (error) => tell(`uncaught: ${error.error().message}`));
  window.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    const isHere = protocol === 'data:' || protocol === 'blob:' || hostname === '127.0.0.1';
    if (!isHere) tell(`asked another machine: ${request.url()}`);
  });
}
