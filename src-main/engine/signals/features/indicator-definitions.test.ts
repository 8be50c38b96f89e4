// Is every indicator, at every bar and for any length, what its definition says in sums over the history, without a state that is carried?
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hourlyCandles } from "#testing/feature-candles.ts";
import type { CandleColumns } from "./compute-candle-columns.ts";
import { computeFeatures } from "./compute-features.ts";

const LONG = process.env.SCHWABOT_LONG === "1";
const BARS = 160;

type AtBar = (bar: number) => number;
/** NaN before its first bar, and wherever the definition has no value. */
type Definition = (candles: CandleColumns, lengths: readonly [number, number, number]) => AtBar;

const sumOf = (from: number, to: number, value: AtBar): number => {
  let total = 0;
  for (let bar = from; bar <= to; bar += 1) total += value(bar);
  return total;
};
/** Of the last n bars. */
const sumOver = (bar: number, n: number, value: AtBar) => sumOf(bar - n + 1, bar, value);
const meanOver = (bar: number, n: number, value: AtBar) => sumOver(bar, n, value) / n;
const listOver = (bar: number, n: number, value: AtBar) => Array.from({ length: n }, (_, back) => value(bar - back));
const from =
  (first: number, value: AtBar): AtBar =>
  (bar) =>
    bar < first ? Number.NaN : value(bar);
const of =
  (column: Float64Array): AtBar =>
  (bar) =>
    column[bar] ?? Number.NaN;

/**
 * An average with memory, written out: the seed (the mean of n values up to bar s) and every later value, each by the power of what is kept.
 */
function remembered(value: AtBar, [seedFrom, seedTo]: readonly [number, number], weight: number): AtBar {
  const seed = sumOf(seedFrom, seedTo, value) / (seedTo - seedFrom + 1);
  return from(
    seedTo,
    (bar) =>
      seed * (1 - weight) ** (bar - seedTo) +
      sumOf(seedTo + 1, bar, (one) => weight * (1 - weight) ** (bar - one) * value(one)),
  );
}

const change =
  (value: AtBar): AtBar =>
  (bar) =>
    value(bar) - value(bar - 1);
const typicalOf =
  ({ high, low, close }: CandleColumns): AtBar =>
  (bar) =>
    (of(high)(bar) + of(low)(bar) + of(close)(bar)) / 3;
const trueRangeOf =
  ({ high, low, close }: CandleColumns): AtBar =>
  (bar) =>
    Math.max(
      of(high)(bar) - of(low)(bar),
      Math.abs(of(high)(bar) - of(close)(bar - 1)),
      Math.abs(of(low)(bar) - of(close)(bar - 1)),
    );
const logReturnOf =
  ({ close }: CandleColumns): AtBar =>
  (bar) =>
    Math.log(of(close)(bar)) - Math.log(of(close)(bar - 1));
const orZero = (top: number, bottom: number) => (bottom === 0 ? 0 : top / bottom);

/** 0 where bars have no range, unless the distance itself is not known. */
const inRanges = (distance: number, range: number) => (range === 0 ? 0 * distance : distance / range);

const deviation: Definition = ({ close }, [n]) =>
  from(n - 1, (bar) => {
    const mean = meanOver(bar, n, of(close));
    return Math.sqrt(meanOver(bar, n, (one) => (of(close)(one) - mean) ** 2));
  });
const sma: Definition = ({ close }, [n]) => from(n - 1, (bar) => meanOver(bar, n, of(close)));
const band =
  (side: number): Definition =>
  (candles, lengths) =>
  (bar) =>
    sma(candles, lengths)(bar) + side * 2 * deviation(candles, lengths)(bar);
const vwma: Definition = ({ close, volume }, [n]) =>
  from(n - 1, (bar) => {
    const weight = sumOver(bar, n, of(volume));
    return weight === 0 ? Number.NaN : sumOver(bar, n, (one) => of(close)(one) * of(volume)(one)) / weight;
  });
const atr: Definition = (candles, [n]) => remembered(trueRangeOf(candles), [1, n], 1 / n);
const obv: Definition = ({ close, volume }) => {
  const signed: AtBar = (bar) => Math.sign(change(of(close))(bar)) * of(volume)(bar);
  return (bar) => of(volume)(0) + sumOf(1, bar, signed);
};

/** Movement one way, as a share of the true range: sums that lose 1 / n a bar, begun with bars 1 to n - 1. */
function directional(candles: CandleColumns, n: number, side: "up" | "down"): AtBar {
  const up = change(of(candles.high));
  const down: AtBar = (bar) => -change(of(candles.low))(bar);
  const [way, other] = side === "up" ? [up, down] : [down, up];
  const moved: AtBar = (bar) => (way(bar) > 0 && way(bar) > other(bar) ? way(bar) : 0);
  const faded =
    (value: AtBar): AtBar =>
    (bar) =>
      sumOf(1, bar, (one) => (1 - 1 / n) ** (bar - Math.max(one, n - 1)) * value(one));
  return from(n, (bar) => 100 * orZero(faded(moved)(bar), faded(trueRangeOf(candles))(bar)));
}
const cached = (value: AtBar): AtBar => {
  const known = new Map<number, number>();
  return (bar) => {
    const own = known.get(bar) ?? value(bar);
    known.set(bar, own);
    return own;
  };
};
/** Where nothing moved there is no distance: it adds nothing to the seed, and the mean stays as it is later. */
const adx: Definition = (candles, [n]) => {
  const [up, down] = [directional(candles, n, "up"), directional(candles, n, "down")];
  const both = cached((bar) => up(bar) + down(bar));
  const distance = cached((bar) => orZero(100 * Math.abs(up(bar) - down(bar)), both(bar)));
  const moving: AtBar = (bar) => (bar >= 2 * n && both(bar) === 0 ? 0 : 1);
  const kept = (after: number, bar: number) => (1 - 1 / n) ** sumOf(after + 1, bar, moving);
  return from(
    2 * n - 1,
    (bar) =>
      meanOver(2 * n - 1, n, distance) * kept(2 * n - 1, bar) +
      sumOf(2 * n, bar, (one) => (moving(one) * distance(one) * kept(one, bar)) / n),
  );
};

function macd(line: "line" | "signal" | "histogram"): Definition {
  return ({ close }, [fast, more, signal]) => {
    const slow = fast + more;
    const one = remembered(of(close), [slow - fast, slow - 1], 2 / (fast + 1));
    const other = remembered(of(close), [0, slow - 1], 2 / (slow + 1));
    const distance = cached((bar) => one(bar) - other(bar));
    const mean = remembered(distance, [slow - 1, slow + signal - 2], 2 / (signal + 1));
    const values = { line: distance, signal: mean, histogram: (bar: number) => distance(bar) - mean(bar) };
    return from(slow + signal - 2, values[line]);
  };
}

/** The close among the lows and highs of n bars. */
const place: Definition = ({ high, low, close }, [n]) =>
  from(n - 1, (bar) => {
    const bottom = Math.min(...listOver(bar, n, of(low)));
    return 100 * orZero(of(close)(bar) - bottom, Math.max(...listOver(bar, n, of(high))) - bottom);
  });
const slowed: Definition = (candles, lengths) => (bar) => meanOver(bar, lengths[1], place(candles, lengths));
const flow =
  (candles: CandleColumns, side: 1 | -1): AtBar =>
  (bar) =>
    side * change(typicalOf(candles))(bar) > 0 ? typicalOf(candles)(bar) * of(candles.volume)(bar) : 0;

/** Names with three lengths a, b and c, and what they stand for. */
const DEFINITIONS: readonly (readonly [(a: number, b: number, c: number) => string, Definition])[] = [
  [(n) => `sma_${n}`, sma],
  [(n) => `ema_${n}`, ({ close }, [n]) => remembered(of(close), [0, n - 1], 2 / (n + 1))],
  [(n) => `vwma_${n}`, vwma],
  [(n) => `stddev_${n}`, deviation],
  [(n) => `bb_${n}_2_upper`, band(1)],
  [(n) => `bb_${n}_2_middle`, band(0)],
  [(n) => `bb_${n}_2_lower`, band(-1)],
  [
    (n) => `rsi_${n}`,
    ({ close }, [n]) => {
      const gain = remembered((bar) => Math.max(0, change(of(close))(bar)), [1, n], 1 / n);
      const loss = remembered((bar) => Math.max(0, -change(of(close))(bar)), [1, n], 1 / n);
      return (bar) => 100 * orZero(gain(bar), gain(bar) + loss(bar));
    },
  ],
  [(a, b, c) => `macd_${a}_${a + b}_${c}_line`, macd("line")],
  [(a, b, c) => `macd_${a}_${a + b}_${c}_signal`, macd("signal")],
  [(a, b, c) => `macd_${a}_${a + b}_${c}_histogram`, macd("histogram")],
  [(a, b, c) => `stoch_${a}_${b}_${c}_k`, (candles, [a, b, c]) => from(a + b + c - 3, slowed(candles, [a, b, c]))],
  [
    (a, b, c) => `stoch_${a}_${b}_${c}_d`,
    (candles, [a, b, c]) => from(a + b + c - 3, (bar) => meanOver(bar, c, slowed(candles, [a, b, c]))),
  ],
  [
    (n) => `willr_${n}`,
    ({ high, low, close }, [n]) =>
      from(n - 1, (bar) => {
        const top = Math.max(...listOver(bar, n, of(high)));
        return -100 * orZero(top - of(close)(bar), top - Math.min(...listOver(bar, n, of(low))));
      }),
  ],
  [
    (n) => `cci_${n}`,
    (candles, [n]) =>
      from(n - 1, (bar) => {
        const values = listOver(bar, n, typicalOf(candles));
        const mean = meanOver(bar, n, typicalOf(candles));
        const spread = values.reduce((total, value) => total + Math.abs(value - mean), 0) / n;
        // Of equal values rounding leaves a mean beside them.
        return new Set(values).size === 1 ? 0 : (typicalOf(candles)(bar) - mean) / (0.015 * spread);
      }),
  ],
  [
    (n) => `roc_${n}`,
    ({ close }, [n]) => from(n, (bar) => (100 * (of(close)(bar) - of(close)(bar - n))) / of(close)(bar - n)),
  ],
  [(n) => `atr_${n}`, atr],
  [(n) => `plusdi_${n + 1}`, (candles, [n]) => directional(candles, n + 1, "up")],
  [(n) => `minusdi_${n + 1}`, (candles, [n]) => directional(candles, n + 1, "down")],
  [(n) => `adx_${n + 1}`, (candles, [n, b, c]) => adx(candles, [n + 1, b, c])],
  [
    (n) => `adxsigned_${n + 1}`,
    (candles, [n, b, c]) => {
      const [up, down] = [directional(candles, n + 1, "up"), directional(candles, n + 1, "down")];
      const strength = adx(candles, [n + 1, b, c]);
      return (bar) => (up(bar) < down(bar) ? -strength(bar) : strength(bar));
    },
  ],
  [() => "obv", obv],
  [
    (n) => `mfi_${n}`,
    (candles, [n]) =>
      from(n, (bar) => {
        const [gained, lost] = [sumOver(bar, n, flow(candles, 1)), sumOver(bar, n, flow(candles, -1))];
        return 100 * orZero(gained, gained + lost);
      }),
  ],
  [(n) => `volshare_${n}`, ({ volume }, [n]) => from(n - 1, (bar) => of(volume)(bar) / meanOver(bar, n, of(volume)))],
  [
    (n) => `obvshare_${n}`,
    (candles, [n, b, c]) =>
      from(n, (bar) => {
        const moved = sumOver(bar, n, (one) => obv(candles, [n, b, c])(one) - obv(candles, [n, b, c])(one - 1));
        return moved / sumOver(bar, n, of(candles.volume));
      }),
  ],
  [(n) => `logreturn_${n}`, (candles, [n]) => from(n, (bar) => sumOver(bar, n, logReturnOf(candles)))],
  [
    (n) => `meanabsreturn_${n}`,
    (candles, [n]) => from(n, (bar) => meanOver(bar, n, (one) => Math.abs(logReturnOf(candles)(one)))),
  ],
  [
    () => "ewmavol_0.94",
    (candles) => {
      const variance = remembered((bar) => logReturnOf(candles)(bar) ** 2, [1, 17], 0.06);
      return (bar) => Math.sqrt(variance(bar));
    },
  ],
  [
    (a, b) => `smadist_${a}_${b}`,
    (candles, [a, b, c]) =>
      (bar) =>
        inRanges(of(candles.close)(bar) - sma(candles, [a, b, c])(bar), atr(candles, [b, a, c])(bar)),
  ],
  [
    (a, b, c) => `vwosc_${a}_${a + b}_${c}`,
    (candles, [a, b, c]) =>
      (bar) =>
        inRanges(vwma(candles, [a, b, c])(bar) - vwma(candles, [a + b, b, c])(bar), atr(candles, [c, a, b])(bar)),
  ],
];

const length = fc.integer({ min: 1, max: 24 });

describe("the definition, summed over the history", () => {
  it.for(DEFINITIONS)("%#: %o", ([nameOf, define]) => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.tuple(length, length, length), (seed, lengths) => {
        const candles = hourlyCandles(BARS, seed, 1_000);
        const name = nameOf(...lengths);
        const values = computeFeatures(candles, [name]).get(name) ?? new Float64Array();
        const expected = define(candles, lengths);
        for (const [bar, value] of values.entries()) {
          const one = expected(bar);
          if (Number.isNaN(one)) expect(value, `${name} at bar ${bar}`).toBeNaN();
          else
            expect(Math.abs(value - one), `${name} at bar ${bar}`).toBeLessThanOrEqual(
              1e-9 * Math.max(1, Math.abs(one)),
            );
        }
      }),
      { numRuns: LONG ? 200 : 4 },
    );
  });
});
