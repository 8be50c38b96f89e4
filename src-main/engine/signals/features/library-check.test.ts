// Does an independent library (trading-signals) say the same at every bar of a made-up history?
import {
  ADX,
  ATR,
  BollingerBands,
  CCI,
  EMA,
  MACD,
  MFI,
  OBV,
  ROC,
  RSI,
  SMA,
  StochasticOscillator,
  VWMA,
  WilliamsR,
  WSMA,
} from "trading-signals";
import { describe, expect, it } from "vitest";
import { hourlyCandles } from "#testing/feature-candles.ts";
import { computeFeatures } from "./compute-features.ts";

const BARS = 3_000;
/** Theirs are shares. */
const DIRECTION_SCALE = 100;
const candles = hourlyCandles(BARS, 21, 30_000);

interface Bar {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

const bars: readonly Bar[] = Array.from(candles.close, (close, bar) => ({
  open: candles.open[bar] ?? 0,
  high: candles.high[bar] ?? 0,
  low: candles.low[bar] ?? 0,
  close,
  volume: candles.volume[bar] ?? 0,
}));

type Reader = (bar: Bar) => number | null | undefined;

const ofClose =
  (indicator: { add(value: number): unknown; getResult(): number | null }): Reader =>
  ({ close }) => {
    indicator.add(close);
    return indicator.getResult();
  };
const ofBar =
  (indicator: { add(bar: Bar): unknown; getResult(): number | null }): Reader =>
  (bar) => {
    indicator.add(bar);
    return indicator.getResult();
  };

function change(): Reader {
  const roc = ofClose(new ROC(10));
  return (bar) => (roc(bar) ?? Number.NaN) * 100;
}

/** It starts at zero before the second bar there, and at the first volume with us. */
function balance(): Reader {
  const obv = ofBar(new OBV(2));
  return (bar) => (obv(bar) ?? Number.NaN) + (candles.volume[0] ?? 0);
}

function band(line: "upper" | "middle" | "lower"): Reader {
  const bands = new BollingerBands(20, 2);
  return ({ close }) => bands.add(close)?.[line];
}

function stochastic(line: "stochK" | "stochD"): Reader {
  const indicator = new StochasticOscillator({ kPeriod: 14, kSlowingPeriod: 3, dPeriod: 3 });
  return (bar) => indicator.add(bar)?.[line];
}

function macd(line: "macd" | "signal" | "histogram"): Reader {
  const indicator = new MACD(new EMA(12), new EMA(26), new EMA(9));
  return ({ close }) => indicator.add(close)?.[line];
}

function direction(line: "pdi" | "mdi"): Reader {
  const indicator = new ADX(14, WSMA);
  return (bar) => {
    indicator.add(bar);
    return (indicator[line] ?? Number.NaN) * DIRECTION_SCALE;
  };
}

/**
 * Feature, the library's reading, and the bar from which both know the same: averages that are seeded in another way there come together
 * as the start is forgotten.
 */
const CHECKS: readonly (readonly [string, () => Reader, number])[] = [
  ["sma_20", () => ofClose(new SMA(20)), 19],
  ["ema_20", () => ofClose(new EMA(20)), 400],
  ["rsi_14", () => ofClose(new RSI(14, WSMA)), 14],
  ["roc_10", change, 10],
  ["atr_14", () => ofBar(new ATR(14, WSMA)), 500],
  ["adx_14", () => ofBar(new ADX(14, WSMA)), 900],
  ["willr_14", () => ofBar(new WilliamsR(14)), 13],
  ["cci_20", () => ofBar(new CCI(20)), 19],
  ["mfi_14", () => ofBar(new MFI(14)), 14],
  ["vwma_20", () => ofBar(new VWMA(20)), 19],
  ["obv", balance, 1],
  ["bb_20_2_upper", () => band("upper"), 19],
  ["bb_20_2_middle", () => band("middle"), 19],
  ["bb_20_2_lower", () => band("lower"), 19],
  ["stoch_14_3_3_k", () => stochastic("stochK"), 17],
  ["stoch_14_3_3_d", () => stochastic("stochD"), 17],
  ["macd_12_26_9_line", () => macd("macd"), 700],
  ["macd_12_26_9_signal", () => macd("signal"), 700],
  ["macd_12_26_9_histogram", () => macd("histogram"), 700],
  ["plusdi_14", () => direction("pdi"), 900],
  ["minusdi_14", () => direction("mdi"), 900],
];

describe("trading-signals", () => {
  it.for(CHECKS)("%s", ([name, reader, from]) => {
    const values = computeFeatures(candles, [name]).get(name) ?? new Float64Array();
    const read = reader();
    for (const [bar, candle] of bars.entries()) {
      const expected = read(candle);
      if (bar < from) continue;
      const one = expected ?? Number.NaN;
      const apart = Math.abs((values[bar] ?? Number.NaN) - one);
      expect(apart, `bar ${bar}`).toBeLessThanOrEqual(1e-9 * Math.max(Math.abs(one), 1e-3));
    }
  });
});
