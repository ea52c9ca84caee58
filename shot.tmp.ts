import { chromium } from 'playwright-core';
const [url, out, w = '1280', h = '800', scheme = 'light', wait = '1500'] = process.argv.slice(2);
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--headless','--no-sandbox','--disable-gpu','--disable-quic','--no-first-run','--disable-background-networking','--disable-component-update','--disable-sync'] });
const p = await b.newPage({ viewport: { width: +w, height: +h }, colorScheme: scheme as any });
p.on('console', (m) => { if (m.type() === 'error') console.log('console', m.text()); });
await p.goto(url); await p.waitForTimeout(+wait); await p.screenshot({ path: out }); await b.close();
