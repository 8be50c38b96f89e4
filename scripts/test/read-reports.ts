// How many tests passed, failed and were skipped, by the runners' own machine-readable reports?

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const NONE: Counts = { passed: 0, failed: 0, skipped: 0 };

export const addCounts = (a: Counts, b: Counts): Counts => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});

const count = (report: unknown, key: string): number => {
  const value = typeof report === "object" && report !== null ? Reflect.get(report, key) : undefined;
  if (typeof value !== "number") throw new Error(`The report has no number "${key}".`);
  return value;
};

export const readVitestReport = (text: string): Counts => {
  const report: unknown = JSON.parse(text);
  return {
    passed: count(report, "numPassedTests"),
    failed: count(report, "numFailedTests"),
    skipped: count(report, "numPendingTests") + count(report, "numTodoTests"),
  };
};

/** A test that passes only on a second try is a failure here: nothing in this project may be flaky. */
export const readPlaywrightReport = (text: string): Counts => {
  const report: unknown = JSON.parse(text);
  const stats: unknown = typeof report === "object" && report !== null ? Reflect.get(report, "stats") : undefined;
  return {
    passed: count(stats, "expected"),
    failed: count(stats, "unexpected") + count(stats, "flaky"),
    skipped: count(stats, "skipped"),
  };
};

/**
 * What a runner's report and exit code say together: a runner that failed without a failed test (a crash, a file that
 * could not be loaded, no report at all, nothing run) counts as one failure.
 */
export const settle = (exitCode: number, report: string | undefined, read: (text: string) => Counts): Counts => {
  let counts: Counts;
  try {
    counts = report === undefined ? NONE : read(report);
  } catch {
    counts = NONE;
  }
  const ran = counts.passed + counts.failed > 0;
  return counts.failed === 0 && (exitCode !== 0 || !ran) ? { ...counts, failed: 1 } : counts;
};

export const summaryLine = ({ passed, failed, skipped }: Counts): string =>
  `Tests: ${passed} passed, ${failed} failed, ${skipped} skipped`;
