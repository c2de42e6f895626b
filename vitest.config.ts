import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // These install Python packages of hundreds of megabytes: run them with TUNESMITH_TEST_MODELS=1.
    exclude: process.env['TUNESMITH_TEST_MODELS'] === '1' ? [] : ['test/models/**'],
    globalSetup: './test/bundle-workflows.ts',
    // Tests start real servers and processes: a slow machine needs time, and too many files at once need all of it.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 4,
    reporters: ['default', './test/reporter.ts'],
  },
});
