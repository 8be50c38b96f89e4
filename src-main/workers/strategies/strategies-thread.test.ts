import { expect, it } from "vitest";
import type { StrategyRequest } from "#engine/ports/strategy-worker.ts";
import { workerUrl } from "#platform/worker-url.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import { marketSymbolSchema } from "#shared/domain/ids.ts";
import { SECOND_MS } from "#shared/domain/time.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { TEST_CONFIGURATION } from "#testing/strategy-candles.ts";
import { StrategiesThread, type StrategiesWorker, startStrategiesWorker } from "./strategies-thread.ts";

const request: StrategyRequest = {
  symbol: marketSymbolSchema.parse("BTC/USD"),
  configuration: TEST_CONFIGURATION,
  hourly: [],
  minutes: [],
  portfolio: null,
  pick: null,
  costs: { halfSpread: decimalString("0.0005"), fee: decimalString("0.001"), stake: decimalString("1000") },
};

it("ends a thread that is silent for 10 s, and the next question gets a new one that answers", async () => {
  const clock = new ManualClock();
  let ended = 0;
  const stuck: StrategiesWorker = {
    postMessage: () => {},
    on: () => {},
    terminate: async () => {
      ended += 1;
    },
  };
  const starts = [() => stuck, () => startStrategiesWorker(workerUrl("strategies"))];
  const thread = new StrategiesThread(() => (starts.shift() ?? (() => stuck))(), clock);
  const silent = thread.evaluate(request);
  await clock.advance(10 * SECOND_MS);
  expect(await silent).toMatchObject({ kind: "failed", why: expect.stringContaining("within 10 s") });
  expect(ended).toBe(1);
  expect(await thread.evaluate(request)).toEqual({ kind: "read", reading: null });
  await thread.dispose();
});
