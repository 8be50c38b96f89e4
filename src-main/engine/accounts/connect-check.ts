// Is this key good, and may it be used? Five steps, told as they happen; nothing is stored and nothing is placed.
import { Secret } from "#engine/core/secret.ts";
import type { CheckEvent } from "#shared/contract/views.ts";
import { CheckReport, STEPS } from "./check/check-report.ts";
import { CheckRun, type CheckRunOptions, type CheckRunRequest } from "./check/check-run.ts";
import type { HeldChecks } from "./held-checks.ts";

/** Ends without a result when the signal aborts. Whatever does not pass is let go at the end. */
export async function* runConnectCheck(
  options: CheckRunOptions & { readonly held: HeldChecks },
  request: CheckRunRequest,
  signal: AbortSignal,
): AsyncGenerator<CheckEvent, void, void> {
  const { guard, held, clock } = options;
  // In the spelling it was entered, too: an error may quote that.
  const entered = Object.values(request.entered).flatMap((value) => (value === "" ? [] : new Secret(value)));
  for (const secret of entered) guard.register(secret);
  const report = new CheckReport((text) => guard.scrub(text));
  const check = new CheckRun(options, request, report);
  try {
    yield report.event();
    for (const step of STEPS) {
      report.begin(step);
      yield report.event();
      const startedMs = clock.monotonicMs();
      const verdict = await check.run(step, signal);
      if (signal.aborted) return;
      report.end(step, verdict, Math.round(clock.monotonicMs() - startedMs));
      if (verdict.state === "failed") {
        report.skipWaiting();
        yield report.event({ kind: "failed" });
        return;
      }
      if (step !== "order") yield report.event();
    }
    const { key, canTrade } = check.passed();
    yield report.event({
      kind: "passed",
      checkId: held.hold(key),
      mustConfirmNoTransfer: key.mustConfirmNoTransfer,
      canTrade,
    });
  } finally {
    for (const secret of entered) guard.forget(secret);
    check.letGo();
  }
}
