import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Where the sandbox answers while the page is worked on: see `dev.ts`. */
const sandbox = process.env.SANDBOX_PAGE ?? 'http://127.0.0.1:4700';

export default defineConfig({
  root: folder('./web'),
  plugins: [react()],
  build: { outDir: folder('./dist'), emptyOutDir: true, target: 'es2023' },
  server: {
    host: '127.0.0.1',
    // The page has a room of sources named `api`, too. The sandbox answers its own page only.
    proxy: {
      '^/api/(page|smooch|chatbot|hyperchat)(/|$)': {
        target: sandbox,
        changeOrigin: true,
        headers: { origin: new URL(sandbox).origin },
      },
    },
  },
});
