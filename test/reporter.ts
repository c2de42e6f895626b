import type { Reporter, TestModule } from 'vitest/node';

/**
 * Ends a run with the plain line `N passed, N failed`; how many were skipped is in vitest's own summary above it. Above that
 * line stands every test that passed at its second try only, with the reason of its first.
 */
export default class PlainReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    let passed = 0;
    let failed = 0;
    const again: string[] = [];
    for (const module of modules) {
      if (module.state() === 'failed' && [...module.children.allTests()].length === 0) failed += 1;
      for (const test of module.children.allTests()) {
        const { state, errors: met } = test.result();
        if (test.diagnostic()?.flaky === true)
          again.push(
            `passed at the second try only: ${module.relativeModuleId} > ${test.fullName}: ${met?.[0]?.message ?? 'no reason'}`,
          );
        if (state === 'passed') passed += 1;
        else if (state === 'failed') failed += 1;
      }
    }
    // An error outside any test mostly follows from a test that failed; alone, it is a failure of its own.
    if (failed === 0) failed = errors.length;
    // After vitest's own summary, which is printed in the same turn of the event loop.
    process.on('exit', () => {
      process.stdout.write(['', ...again, `${passed} passed, ${failed} failed`, ''].join('\n'));
    });
  }
}
