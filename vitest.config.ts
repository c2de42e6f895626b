import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // These install Python packages of hundreds of megabytes: run them with TUNESMITH_TEST_MODELS=1.
    exclude: process.env['TUNESMITH_TEST_MODELS'] === '1' ? [] : ['test/models/**'],
    // Whatever profiles the developer has.
    env: { TEMPORAL_CONFIG_FILE: '/dev/null' },
    globalSetup: './test/shared-by-all.ts',
    // Tests wait for what happens; this only ends one for which it never does. A machine beside other work is slow.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 240_000 } },
    // Real servers and processes on a machine beside other work: of 3,260 tests two failed in each of three runs, others each
    // time. What passed at its second try only is told at the end, for it is a fault of the test or of what it holds.
    retry: 1,
    maxWorkers: 4,
    // What files load is loaded once a worker, not once a file: import alone took 876 s of CPU.
    isolate: false,
    reporters: ['default', './test/reporter.ts'],
  },
});
