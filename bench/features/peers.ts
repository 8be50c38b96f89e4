// How does the library trading-signals take the same candles? One reading a bar, kept in an array as the others keep theirs.
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
import type { CandleColumns } from "#engine/signals/features/compute-candle-columns.ts";
import type { FLOORS } from "./floors.ts";

interface Bar {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}
interface Indicator<Input> {
  add(input: Input): unknown;
}

/** Candles are made into the library's objects before the measurement. */
export type Peer = (candles: CandleColumns) => () => unknown[];

const ofClose =
  (create: () => Indicator<number>): Peer =>
  ({ close }) =>
  () => {
    const indicator = create();
    const out: unknown[] = [];
    for (let bar = 0; bar < close.length; bar += 1) out.push(indicator.add(close[bar] as number)); // as long as itself
    return out;
  };

const ofBar =
  (create: () => Indicator<Bar>): Peer =>
  (candles) => {
    const bars = barsOf(candles);
    return () => {
      const indicator = create();
      return bars.map((bar) => indicator.add(bar));
    };
  };

function barsOf({ open, high, low, close, volume }: CandleColumns): readonly Bar[] {
  return Array.from(close, (price, bar) => ({
    open: open[bar] ?? 0,
    high: high[bar] ?? 0,
    low: low[bar] ?? 0,
    close: price,
    volume: volume[bar] ?? 0,
  }));
}

export const PEERS: Readonly<Record<keyof typeof FLOORS, Peer>> = {
  sma_20: ofClose(() => new SMA(20)),
  ema_20: ofClose(() => new EMA(20)),
  vwma_20: ofBar(() => new VWMA(20)),
  bb_20_2_upper: ofClose(() => new BollingerBands(20, 2)),
  rsi_14: ofClose(() => new RSI(14, WSMA)),
  macd_12_26_9_line: ofClose(() => new MACD(new EMA(12), new EMA(26), new EMA(9))),
  stoch_14_3_3_k: ofBar(() => new StochasticOscillator({ kPeriod: 14, kSlowingPeriod: 3, dPeriod: 3 })),
  willr_14: ofBar(() => new WilliamsR(14)),
  cci_20: ofBar(() => new CCI(20)),
  roc_10: ofClose(() => new ROC(10)),
  atr_14: ofBar(() => new ATR(14, WSMA)),
  adx_14: ofBar(() => new ADX(14, WSMA)),
  obv: ofBar(() => new OBV(2)),
  mfi_14: ofBar(() => new MFI(14)),
};
