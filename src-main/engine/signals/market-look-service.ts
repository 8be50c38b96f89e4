// What does a person see of a market that the strategies have read: features over its closes, and whether its order is more than noise?

import { EngineError } from "#engine/core/engine-error.ts";
import { type PastCandles, readPastCandles } from "#engine/core/read-past-candles.ts";
import type { LookAnswer, LookRequest, MarketLookWorker } from "#engine/ports/market-look-worker.ts";
import type { DecisionRecord } from "#shared/domain/decision.ts";
import type { MarketSymbol, VenueId } from "#shared/domain/ids.ts";
import type { MarketLook, NoiseReading, WantedFeatures } from "#shared/domain/market-look.ts";
import type { StrategiesView } from "#shared/domain/strategies-view.ts";
import { SHUFFLE_CLOSES } from "./compute-shuffle-reading.ts";
import { findFeatureFault } from "./features/compute-features.ts";
import { viewWheel } from "./strategies/cycle-wheel.ts";
import { HOURLY_BARS } from "./strategy-service.ts";

const WHEEL_FEATURES = ["ht_dcphase", "ht_dcperiod", "ht_trendmode"] as const;

export interface MarketLookOptions {
  readonly strategies: { view(): StrategiesView };
  readonly market: PastCandles;
  readonly worker: MarketLookWorker;
}

interface Decided {
  readonly venue: VenueId;
  readonly decision: DecisionRecord;
}

/** Everything ends with the bar of the newest decision, so that all that is seen beside it speaks of the same bar. */
export class MarketLookService {
  readonly #options: MarketLookOptions;

  constructor(options: MarketLookOptions) {
    this.#options = options;
  }

  /** Rejects with INPUT_INVALID for a market that was not read yet or a name that is no feature; SYSTEM_INTERNAL where the worker failed, SYSTEM_CANCELED where it stops. */
  async features({ symbol, names, bars }: WantedFeatures, signal?: AbortSignal): Promise<MarketLook> {
    for (const [index, name] of names.entries()) {
      const fault = findFeatureFault(name);
      if (fault !== null) throw new EngineError("INPUT_INVALID", fault, { data: { path: `names.${index}` } });
    }
    const decided = this.#decided(symbol);
    const hourly = await this.#hourly(symbol, decided, HOURLY_BARS);
    const asked = { kind: "features", hourly, names: [...names, ...WHEEL_FEATURES], bars } as const;
    const { openTimes, closes, columns } = await this.#ask(asked, "features", signal);
    const [phase, period, trend] = columns.slice(names.length).map(({ values }) => values.at(-1) ?? null);
    const wheel = viewWheel(phase ?? null, period ?? null, trend ?? null);
    return { venue: decided.venue, symbol, openTimes, closes, columns: columns.slice(0, names.length), wheel };
  }

  /** As `features`; INPUT_INVALID too where too few bars are known. */
  async noise(symbol: MarketSymbol, signal?: AbortSignal): Promise<NoiseReading> {
    const decided = this.#decided(symbol);
    const hourly = await this.#hourly(symbol, decided, SHUFFLE_CLOSES);
    if (hourly.length < SHUFFLE_CLOSES) {
      throw new EngineError(
        "INPUT_INVALID",
        `Shuffles of ${symbol} need ${SHUFFLE_CLOSES} closed hourly bars, ${hourly.length} are known: wait for more.`,
        { data: { path: "symbol" } },
      );
    }
    const { closedAt, decisionHash } = decided.decision;
    const closes = Float64Array.from(hourly, ({ close }) => +close);
    const answer = await this.#ask({ kind: "noise", closes, seed: decisionHash }, "noise", signal);
    return { closedAt, ...answer.reading };
  }

  #decided(symbol: MarketSymbol): Decided {
    const { symbols } = this.#options.strategies.view();
    const found = symbols.find((one) => one.symbol === symbol);
    if (found !== undefined && found.decision !== null) return { venue: found.venue, decision: found.decision };
    const read = symbols.map((one) => one.symbol).join(", ");
    throw new EngineError(
      "INPUT_INVALID",
      `The strategies have not read ${symbol} yet. Read so far: ${read === "" ? "no market" : read}.`,
      { data: { path: "symbol", expected: "a market that the strategies have decided on" } },
    );
  }

  #hourly(symbol: MarketSymbol, { venue, decision }: Decided, bars: number) {
    const wanted = { venue, symbol, timeframe: "1h", bars, before: decision.closedAt } as const;
    return readPastCandles(this.#options.market, wanted);
  }

  async #ask<Kind extends LookRequest["kind"]>(
    request: LookRequest & { kind: Kind },
    kind: Kind,
    signal?: AbortSignal,
  ): Promise<LookAnswer & { kind: Kind }> {
    const answer = await this.#options.worker.look(request, signal);
    if (answer.kind === kind) return answer as LookAnswer & { kind: Kind };
    const why = answer.kind === "failed" ? answer.why : "The strategies answered something else.";
    const isGivenUp = answer.kind === "failed" && answer.givenUp === true;
    throw new EngineError(isGivenUp ? "SYSTEM_CANCELED" : "SYSTEM_INTERNAL", why, { retryable: true });
  }
}
