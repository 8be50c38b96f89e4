// Does any strategy of the registry look ahead? Another future, or none yet, changes nothing that was said before.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StrategyConfiguration } from "#shared/domain/decision.ts";
import { marketSymbolSchema } from "#shared/domain/ids.ts";
import { HOUR_MS, MINUTE_MS } from "#shared/domain/time.ts";
import { candlesAt } from "#testing/feature-candles.ts";
import { TEST_CONFIGURATION, tablesOf } from "#testing/strategy-candles.ts";
import { type CandleColumns, COLUMN_NAMES, emptyColumns, sliceColumns } from "./features/compute-candle-columns.ts";
import { STRATEGIES } from "./registry.ts";
import { type CandleTables, type Evaluation, StrategyRun } from "./strategy-run.ts";

const LONG = process.env.SCHWABOT_LONG === "1";
const SYMBOL = marketSymbolSchema.parse("BTC/USDC");
/** The regimes are known from bar 2,000 on. */
const PAST = 2_040;
const FUTURE = 60;
/** Minutes begin so long before the end of the past. */
const MINUTES = 48 * 60;

/** One history, with a second one in its place from a time on. */
function bent(times: readonly number[], until: number, [seed, other]: readonly [number, number]): CandleColumns {
  const known = times.filter((time) => time < until).length;
  const [one, second] = [candlesAt(times, seed, 20_000), candlesAt(times.slice(known), other, 5_000)];
  const columns = emptyColumns(times.length);
  for (const name of COLUMN_NAMES) {
    columns[name].set(one[name].subarray(0, known));
    columns[name].set(second[name], known);
  }
  return columns;
}

interface Futures {
  readonly seed: number;
  readonly other: number;
  /** The first hour of the future. */
  readonly until: number;
}

function tablesFor({ seed, other, until }: Futures): CandleTables {
  const hours = Array.from({ length: PAST + FUTURE }, (_, bar) => bar * HOUR_MS);
  const firstMinute = PAST * HOUR_MS - MINUTES * MINUTE_MS;
  const minutes = Array.from({ length: MINUTES + FUTURE * 60 }, (_, minute) => firstMinute + minute * MINUTE_MS);
  return {
    ...tablesOf(bent(hours, until * HOUR_MS, [seed, other])),
    "1m": bent(minutes, until * HOUR_MS, [seed + 1, other + 1]),
  };
}

/** What had closed by the end of the past: nothing of a slower bar that is still open. */
function closedBy(tables: CandleTables, until: number): CandleTables {
  const lengths = { "1m": MINUTE_MS, "1h": HOUR_MS, "4h": 4 * HOUR_MS, "1d": 24 * HOUR_MS } as const;
  return Object.fromEntries(
    Object.entries(lengths).map(([timeframe, length]) => {
      const columns = tables[timeframe as keyof typeof lengths] ?? emptyColumns(0);
      return [timeframe, sliceColumns(columns, 0, columns.timestampMs.filter((time) => time + length <= until).length)];
    }),
  );
}

const plain = ({ closedAt, price, outcome, ranks, mapperRank, features }: Evaluation) =>
  JSON.stringify({ closedAt, price, outcome, ranks, mapperRank, features: features() });

describe("no look-ahead", () => {
  it.for(STRATEGIES.map(({ name, role }) => ({ name, role })))("$name", ({ name, role }) => {
    const configuration: StrategyConfiguration = {
      ...TEST_CONFIGURATION,
      // What only scales is heard where another votes.
      weights: { [name]: 1, ...(role === "scale" ? { volumeMomentum: 1 } : {}) },
      driftDeltaRange: [0, 1],
    };
    const decide = (tables: CandleTables) => [...new StrategyRun({ symbol: SYMBOL, configuration }).advance(tables)];
    fc.assert(
      fc.property(
        fc.record({ seed: fc.nat(1_000_000), until: fc.integer({ min: PAST - 24, max: PAST }) }),
        fc.tuple(fc.nat(1_000_000), fc.nat(1_000_000)),
        ({ seed, until }, [one, other]) => {
          const first = tablesFor({ seed, other: one, until });
          const whole = decide(first);
          const known = whole.slice(0, until).map(plain);
          // It was asked: at the end of the past all that it needs is known.
          expect(whole[until - 1]?.ranks[name], name).toBeDefined();
          expect(
            decide(tablesFor({ seed, other: other + 2_000_000, until }))
              .slice(0, until)
              .map(plain),
          ).toEqual(known);
          expect(decide(closedBy(first, until * HOUR_MS)).map(plain)).toEqual(known);
        },
      ),
      { numRuns: LONG ? 100 : 1 },
    );
  });
});
