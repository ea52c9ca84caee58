import { defineConfig } from 'vitest/config';
import { findChromium } from './test/browser/support/find-chromium.ts';

const browserTests = 'test/browser/**/*.test.ts';
const hasChromium = findChromium() !== undefined;
if (!hasChromium) {
  console.log(
    'The browser tests (test/browser) are left out: there is no `chromium` in PATH, and CHROMIUM_PATH names none.',
  );
}

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Two cores: real servers, real files and real processes share them with the tests.
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: 'node', include: ['test/**/*.test.ts'], exclude: [browserTests] } },
      ...(hasChromium ? [browserProject()] : []),
    ],
  },
});

/** The page in a real Chromium, built once for all of its tests. */
function browserProject() {
  return {
    extends: true as const,
    test: {
      name: 'browser',
      include: [browserTests],
      globalSetup: './test/browser/support/build-page.ts',
      testTimeout: 90_000,
      hookTimeout: 60_000,
    },
  };
}
