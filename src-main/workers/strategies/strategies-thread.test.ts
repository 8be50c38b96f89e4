import { expect, it, vi } from "vitest";
import type { StrategyRequest } from "#engine/ports/strategy-worker.ts";
import { workerUrl } from "#platform/worker-url.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import { marketSymbolSchema } from "#shared/domain/ids.ts";
import { SECOND_MS } from "#shared/domain/time.ts";
import { hourlyCandles } from "#testing/feature-candles.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { TEST_CONFIGURATION } from "#testing/strategy-candles.ts";
import { toCandles } from "#testing/to-candles.ts";
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

it("answers a look in its turn, and one that is given up while it waits is not reckoned", async () => {
  const thread = new StrategiesThread(() => startStrategiesWorker(workerUrl("strategies")), new ManualClock());
  const hourly = toCandles(hourlyCandles(300));
  const givenUp = new AbortController();
  const answers = [
    thread.evaluate(request),
    thread.look({ kind: "features", hourly, names: ["sma_20"], bars: 5 }),
    thread.look({ kind: "features", hourly, names: ["made_up"], bars: 5 }),
    thread.look({ kind: "features", hourly, names: ["sma_20"], bars: 5 }, givenUp.signal),
    thread.look({ kind: "noise", closes: Float64Array.from(hourly, ({ close }) => +close), seed: "one" }),
  ];
  givenUp.abort();
  const [read, features, unknown, unwanted, noise] = await Promise.all(answers);
  expect(read).toEqual({ kind: "read", reading: null });
  expect(features).toMatchObject({ kind: "features", openTimes: hourly.slice(-5).map(({ openTime }) => openTime) });
  expect(unknown).toMatchObject({ kind: "failed", why: expect.stringContaining('There is no feature "made_up"') });
  expect(unwanted).toMatchObject({ kind: "failed", why: expect.stringContaining("not wanted") });
  expect(noise).toMatchObject({ kind: "noise", reading: { shuffles: 1_000 } });
  await thread.dispose();
});

it("lets a look take 30 s, for nothing is decided by it", async () => {
  const clock = new ManualClock();
  const thread = new StrategiesThread(
    () => ({ postMessage: () => {}, on: () => {}, terminate: async () => {} }),
    clock,
  );
  let answer: unknown;
  const look = thread.look({ kind: "noise", closes: new Float64Array(), seed: "" }).then((found) => {
    answer = found;
  });
  await clock.advance(29 * SECOND_MS);
  expect(answer).toBeUndefined();
  await clock.advance(SECOND_MS);
  await look;
  expect(answer).toMatchObject({ kind: "failed", why: expect.stringContaining("within 30 s") });
});

it("gives each question its own time: one that waits behind a stuck one is answered by the next thread", async () => {
  const clock = new ManualClock();
  const posted: number[] = [];
  const worker = (answers: boolean): StrategiesWorker => {
    let listen: ((reply: { id: number; answer: { kind: "failed"; why: string } }) => void) | undefined;
    return {
      postMessage: ({ id }) => {
        posted.push(id);
        if (answers) listen?.({ id, answer: { kind: "failed", why: "Looked." } });
      },
      on: (event: string, listener: unknown) => {
        if (event === "message") listen = listener as typeof listen;
      },
      terminate: async () => {},
    };
  };
  const starts = [worker(false), worker(true)];
  const thread = new StrategiesThread(() => starts.shift() ?? worker(true), clock);
  const stuck = thread.evaluate(request);
  const waiting = thread.look({ kind: "noise", closes: new Float64Array(), seed: "" });
  await vi.waitFor(() => expect(posted).toEqual([1]));
  await clock.advance(10 * SECOND_MS);
  expect(await stuck).toMatchObject({ kind: "failed", why: expect.stringContaining("within 10 s") });
  expect(await waiting).toEqual({ kind: "failed", why: "Looked." });
  await thread.dispose();
  expect(await thread.look({ kind: "noise", closes: new Float64Array(), seed: "" })).toEqual({
    ...{ kind: "failed", why: "The strategies were stopped.", givenUp: true },
  });
});
