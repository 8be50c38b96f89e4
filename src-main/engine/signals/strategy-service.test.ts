import { expect, it, vi } from "vitest";
import { Topic } from "#engine/core/event-bus.ts";
import type { CycleRepository } from "#engine/ports/repositories.ts";
import type { StrategyAnswer, StrategyReading, StrategyRequest } from "#engine/ports/strategy-worker.ts";
import type { Candle, Timeframe } from "#shared/domain/candle.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import { type MarketSymbol, profileIdSchema, signalIdSchema, type VenueId } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { type CycleModule, type PaperResultView, paperResultViewSchema } from "#shared/domain/strategies-view.ts";
import { HOUR_MS, MINUTE_MS, unixMs } from "#shared/domain/time.ts";
import { KNOWN_PROFILE, samplePortfolio } from "#testing/fake-api-context.ts";
import { hourlyCandles } from "#testing/feature-candles.ts";
import { inProcessStrategies } from "#testing/in-process-strategies.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { sampleProfile } from "#testing/store-conformance.ts";
import { KillableThread, type ThreadWorker } from "#workers/killable-thread.ts";
import type { ReadOnPaper } from "./paper-ledger-service.ts";
import { StrategyService } from "./strategy-service.ts";

const BARS = 60;

interface Options {
  readonly evaluate?: (request: StrategyRequest) => Promise<StrategyAnswer>;
  readonly cycles?: CycleRepository;
  readonly sync?: () => Promise<void>;
  readonly value?: () => boolean;
  readonly hasCandles?: () => boolean;
  readonly take?: () => Promise<void>;
  readonly mode?: "ensemble" | "pick";
  /** Beside the profile itself. */
  readonly others?: (profile: Profile) => readonly Profile[];
  readonly waits?: (signal: AbortSignal | undefined) => Promise<void>;
  readonly clock?: ManualClock;
  readonly dispose?: () => Promise<void>;
}

function setUp(options: Options = {}) {
  const { evaluate = inProcessStrategies.evaluate, mode = "ensemble", others = () => [] } = options;
  const taken: ReadOnPaper[] = [];
  const { clock = new ManualClock() } = options;
  const columns = hourlyCandles(BARS);
  const text = (value: number | undefined) => decimalString(String(value));
  const past: Candle[] = Array.from(columns.close, (_, index) => ({
    openTime: unixMs(columns.timestampMs[index] ?? 0),
    open: text(columns.open[index]),
    high: text(columns.high[index]),
    low: text(columns.low[index]),
    close: text(columns.close[index]),
    volume: text(columns.volume[index]),
    // The newest one still grows.
    closed: index < BARS - 1,
  })) as Candle[];
  const sample = sampleProfile(KNOWN_PROFILE, 1);
  const asset = Object.keys(sample.targets).find((name) => name !== sample.currency) ?? "BTC";
  const profile: Profile = {
    ...sample,
    targets: { [asset]: decimalString("1") } as Profile["targets"],
    strategies: { ...sample.strategies, ...(mode === "pick" ? { mode, weights: { entropyGate: 1 } } : {}) },
  };
  const service = new StrategyService({
    profile: () => profile,
    profiles: () => [profile, ...others(profile)],
    market: {
      quote: () => null,
      instruments: (venue) => [
        { venue, symbol: `${asset}/${profile.currency}`, base: asset, quote: profile.currency } as Instrument,
      ],
      candles: async (_venue: VenueId, _symbol: MarketSymbol, timeframe: Timeframe, { before, limit, signal }) => {
        await options.waits?.(signal);
        return timeframe === "1h" && options.hasCandles?.() !== false
          ? past.filter(({ openTime }) => before === undefined || openTime < before).slice(-limit)
          : [];
      },
    },
    portfolio: {
      read: () => ({
        ...samplePortfolio(KNOWN_PROFILE, clock),
        ...(options.value?.() === false ? { totalValue: null } : {}),
      }),
      sync: async () => {
        await options.sync?.();
        return samplePortfolio(KNOWN_PROFILE, clock);
      },
    },
    signals: { take: async (drafts) => drafts.length, decisionOf: async () => null },
    worker: { evaluate, dispose: options.dispose ?? (async () => {}) },
    paper: {
      changes: new Topic<void>(),
      followed: () => undefined,
      take: async (reads) => {
        await options.take?.();
        taken.push(...reads);
      },
      results: () => RESULTS,
      resultsOf: () => RESULTS,
    },
    repositories: { cycles: options.cycles ?? new MemoryStore().repositories.cycles },
    clock,
    logger: silentLogger,
  });
  return { service, clock, past, taken };
}

const RESULTS: readonly PaperResultView[] = [
  paperResultViewSchema.parse({
    ...{ group: "mapper", currency: "USD", closed: 3, open: 1, wins: 1, taken: 0 },
    ...{ gross: "10", costs: "4", result: "6", takenResult: "0" },
  }),
];

it("decides once an hour, on closed candles alone", async () => {
  const { service, clock, past } = setUp();
  await service.start();
  await clock.advance(MINUTE_MS);
  expect(service.view()).toMatchObject({ cycles: { success: 1, degraded: 0, failed: 0 }, lastCycle: { decisions: 1 } });
  const [symbol] = service.view().symbols;
  expect(symbol?.bars).toBe(BARS - 1);
  expect(symbol?.decision?.closedAt).toBe((past[BARS - 2]?.openTime ?? 0) + HOUR_MS);
  await clock.advance(HOUR_MS - MINUTE_MS);
  expect(service.view().cycles.success).toBe(1);
  await clock.advance(MINUTE_MS);
  expect(service.view().cycles.success).toBe(2);
  await service.dispose();
});

it("stops at once while a venue has not answered for its candles", async () => {
  let asked = 0;
  const untilAborted = (signal: AbortSignal | undefined) =>
    new Promise<void>((_resolve, reject) => {
      asked += 1;
      signal?.addEventListener("abort", () => reject(signal.reason));
    });
  const { service } = setUp({ waits: untilAborted });
  const cycle = service.cycle();
  await vi.waitFor(() => expect(asked).toBe(1));
  await service.dispose();
  expect((await cycle).outcome).toBe("failed");
  expect(asked).toBe(1);
});

it("keeps what was said last where the worker fails, and says that it is stale", async () => {
  let fails = false;
  const { service } = setUp({
    evaluate: async (request) => (fails ? { kind: "failed", why: "It hangs." } : inProcessStrategies.evaluate(request)),
  });
  await service.cycle();
  const before = service.view().symbols;
  fails = true;
  const report = await service.cycle();
  expect(report.outcome).toBe("degraded");
  expect(report.modules.find(({ module }) => module === "evaluate")).toMatchObject({
    state: "stale",
    detail: "It hangs.",
  });
  expect(before).toHaveLength(1);
  expect(service.view().symbols).toEqual(before);
});

it("refuses to make a signal again that has no stored inputs", async () => {
  const id = signalIdSchema.parse("0b0e7a52-1111-4111-8111-111111111111");
  await expect(setUp().service.replay(id)).rejects.toThrow("name one of the list");
});

it("gives the paper ledger what was read, with the account's fee and the market's spread, and shows what it says", async () => {
  const asked: StrategyRequest[] = [];
  const { service, taken } = setUp({
    evaluate: async (request) => {
      asked.push(request);
      return inProcessStrategies.evaluate(request);
    },
  });
  await service.cycle();
  expect(asked[0]?.costs).toMatchObject({ halfSpread: "0.0005", stake: "1000" });
  expect(taken).toMatchObject([{ symbol: asked[0]?.symbol, costs: asked[0]?.costs }]);
  expect(taken[0]?.closedAt).toBe(service.view().symbols[0]?.decision?.closedAt);
  expect(service.view().results).toEqual(RESULTS);
});

it("runs one cycle where two are asked for at once", async () => {
  let asked = 0;
  const { service } = setUp({
    evaluate: async (request) => {
      asked += 1;
      return inProcessStrategies.evaluate(request);
    },
  });
  const [first, second] = await Promise.all([service.cycle(), service.cycle()]);
  expect(first).toBe(second);
  expect(asked).toBe(1);
  expect(service.view().cycles.success).toBe(1);
});

it.each<[CycleModule, Options]>([
  ["sync", { sync: async () => fail("The venue is down.") }],
  ["value", { value: () => false }],
  // Without candles the strategies have nothing to go by either.
  ["inject", { hasCandles: () => false }],
  ["evaluate", { evaluate: async () => ({ kind: "failed", why: "It hangs." }) }],
  ["signal", { take: () => fail("The disk is full.") }],
])(
  "%s fails: stale with the time it was good at, the cycle is degraded, and the others are done",
  async (module, broken) => {
    let fails = false;
    const whole: Options = {
      sync: async () => (fails ? broken.sync?.() : undefined),
      value: () => !fails || broken.value?.() !== false,
      hasCandles: () => !fails || broken.hasCandles?.() !== false,
      evaluate: (request) =>
        fails && broken.evaluate ? broken.evaluate(request) : inProcessStrategies.evaluate(request),
      take: async () => (fails ? broken.take?.() : undefined),
    };
    const { service, clock } = setUp(whole);
    const good = clock.now();
    expect((await service.cycle()).outcome).toBe("success");
    const before = service.view().symbols;
    await clock.advance(MINUTE_MS);
    fails = true;
    const report = await service.cycle();
    expect(report.outcome).toBe("degraded");
    const states = new Map(report.modules.map((one) => [one.module, one]));
    expect(states.get(module)).toMatchObject({ state: "stale", goodAt: good });
    expect(report.modules.filter(({ state }) => state !== "ok").map((one) => one.module)).toEqual(
      module === "inject" ? ["inject", "evaluate"] : [module],
    );
    expect(service.view().symbols.map(({ decision }) => decision?.inputs)).toEqual(
      before.map(({ decision }) => decision?.inputs),
    );
    expect(service.health()).toMatchObject({
      successRate: 0.5,
      recentCycles: 2,
      cycles: { success: 1, degraded: 1, failed: 0 },
    });
  },
);

it("tries again a minute after a cycle that failed, each time twice as late, and at the hour", async () => {
  const at: number[] = [];
  const { service, clock } = setUp({
    evaluate: async () => {
      at.push(clock.now());
      return { kind: "failed", why: "It hangs." };
    },
  });
  const began = clock.now();
  await service.start();
  await clock.advance(2 * HOUR_MS);
  const minutes = at.map((time) => (time - began) / MINUTE_MS);
  expect(minutes).toEqual([1, 2, 4, 8, 16, 32, 61, 93]);
  expect(service.view().cycles).toEqual({ success: 0, degraded: 0, failed: 8 });
  expect(service.health().successRate).toBe(0);
  await service.dispose();
});

it("knows after a restart how cycles went, what was said last and since when it is stale", async () => {
  const { cycles } = new MemoryStore().repositories;
  const first = setUp({ cycles });
  await first.service.start();
  await first.service.cycle();
  const { symbols, lastCycle } = first.service.view();
  await first.service.dispose();
  const second = setUp({ cycles, evaluate: async () => ({ kind: "failed", why: "It hangs." }) });
  await second.service.start();
  expect(second.service.view()).toMatchObject({ symbols, lastCycle, cycles: { success: 1 } });
  await second.service.cycle();
  expect(second.service.view().symbols).toEqual(symbols);
  expect(second.service.view().lastCycle).toMatchObject({ outcome: "degraded" });
  expect(second.service.health()).toMatchObject({ successRate: 0.5, cycles: { success: 1, degraded: 1 } });
  await second.service.dispose();
});

it("counts what was drawn, drawn again, and shared because no strategy was left", async () => {
  const first = (profile: Profile): Profile => ({ ...profile, id: profileIdSchema.parse("before"), priority: 1 });
  const alone = setUp({ mode: "pick" });
  await alone.service.cycle();
  expect(alone.service.draws()).toEqual({ drawn: 1, again: 0, exhausted: 0 });
  const second = setUp({ mode: "pick", others: (profile) => [first(profile)] });
  await second.service.cycle();
  await second.service.cycle();
  expect(second.service.draws()).toEqual({ drawn: 2, again: 2, exhausted: 2 });
  // One that does not look at the market takes nothing away.
  const elsewhere = (profile: Profile): Profile => ({
    ...first(profile),
    targets: { [profile.currency]: decimalString("1") } as Profile["targets"],
  });
  const apart = setUp({ mode: "pick", others: (profile) => [elsewhere(profile)] });
  await apart.service.cycle();
  expect(apart.service.draws()).toEqual({ drawn: 1, again: 0, exhausted: 0 });
});

it("tells what was said of each market in the last 30 days", async () => {
  const said: StrategyReading["directions"] = [[unixMs(1), 0.5]];
  const { service } = setUp({
    evaluate: async (request) => {
      const answer = await inProcessStrategies.evaluate(request);
      if (answer.kind === "failed" || answer.reading === null) return answer;
      return { kind: "read", reading: { ...answer.reading, directions: said } };
    },
  });
  expect(service.directions().size).toBe(0);
  await service.cycle();
  expect([...service.directions().values()].map((line) => [...line])).toEqual([said]);
});

type Fault = "stuck" | "crash" | "error" | "rejects";

/** What stands for the thread of the sick profile: it is asked as any other, and fails each time. */
class BrokenPort implements ThreadWorker<StrategyRequest, StrategyAnswer> {
  readonly #fault: Fault;
  #error: (error: Error) => void = () => undefined;
  #exit: () => void = () => undefined;

  constructor(fault: Fault) {
    this.#fault = fault;
  }

  postMessage(): void {
    if (this.#fault === "error") queueMicrotask(() => this.#error(new Error("out of memory")));
    if (this.#fault === "crash") queueMicrotask(() => this.#exit());
  }

  on(event: "message" | "error" | "exit", listener: never): void {
    if (event === "error") this.#error = listener;
    if (event === "exit") this.#exit = listener;
  }

  async terminate(): Promise<void> {}
}

/** Two profiles on one clock for some hours, and all that the second one tells, each time with the time. */
async function live(fault: Fault | null) {
  const clock = new ManualClock();
  let starts = 0;
  const start = () => {
    starts += 1;
    return new BrokenPort(fault ?? "stuck");
  };
  const words = { name: "The strategies", was: "were" } as const;
  const rests = [0, MINUTE_MS, 15 * MINUTE_MS];
  const thread = new KillableThread<StrategyRequest, StrategyAnswer>({ start, clock, words, rests });
  const broken = async (request: StrategyRequest) => (fault === "rejects" ? fail("A mistake.") : thread.ask(request));
  const sick = setUp(fault === null ? { clock } : { clock, evaluate: broken, dispose: () => thread.dispose() });
  const well = setUp({ clock });
  const told: string[] = [];
  well.service.changes.subscribe((view) => told.push(JSON.stringify([clock.now(), clock.monotonicMs(), view])));
  await sick.service.start();
  await well.service.start();
  await clock.advance(3 * HOUR_MS);
  await sick.service.dispose();
  await well.service.dispose();
  return { told, starts, sick: sick.service };
}

it.each<[Fault, RegExp]>([
  ["stuck", /^The strategies gave no answer within 10 s and were ended/],
  ["crash", /^The strategies ended\./],
  ["error", /^The strategies ended with an error: out of memory\./],
  ["rejects", /^A mistake\./],
])(
  "a worker that is %s: the other profile tells the same bytes at the same times, its own is failed and tried again after rests",
  async (fault, why) => {
    const usual = await live(null);
    const { told, starts, sick } = await live(fault);
    expect(usual.told.length).toBeGreaterThan(2);
    expect(told).toEqual(usual.told);
    const { cycles, modules } = sick.health();
    expect(modules.find(({ module }) => module === "evaluate")).toMatchObject({
      state: "failed",
      detail: expect.stringMatching(why),
    });
    expect(cycles).toMatchObject({ success: 0, degraded: 0 });
    expect(cycles.failed).toBeGreaterThan(5);
    if (fault !== "rejects") expect([starts > 3, starts < cycles.failed]).toEqual([true, true]);
  },
);

function fail(message: string): never {
  throw new Error(message);
}
