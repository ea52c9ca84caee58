import { startWith } from './start-with.ts';

// "order 4711" is answered by the shop's own system, the bot is not asked. Every other question goes to the bot.
// custom.yaml: orders_url, an address that answers <orders_url>/4711 with {"status": "..."}.

await startWith({
  async beforeBot({ message }, { custom }) {
    const number = /^order (\d+)$/i.exec(message?.trim() ?? '')?.[1];
    if (number === undefined || typeof custom.orders_url !== 'string') return undefined;
    // What throws here is logged, and the bot is asked after all.
    const response = await fetch(`${custom.orders_url}/${number}`, { signal: AbortSignal.timeout(5_000) });
    if (!response.ok) throw new Error(`the order system answered with ${response.status}`);
    const order = (await response.json()) as { status: string };
    return { reply: [{ type: 'text', text: `Your order ${number}: ${order.status}` }] };
  },
});
