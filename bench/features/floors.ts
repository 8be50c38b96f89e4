// What is the least that an indicator over a whole history costs? One tight loop over typed arrays each, with running sums, no warm-up told and no bar to come.
import type { CandleColumns } from "#engine/signals/features/compute-candle-columns.ts";

type Columns = readonly Float64Array[];
/** Fresh columns, as the product's are. */
export type Floor = (candles: CandleColumns) => Columns;

const fresh = (length: number) => new Float64Array(length);

function sma({ close, length }: CandleColumns): Columns {
  const out = fresh(length);
  let sum = 0;
  for (let i = 0; i < 20; i += 1) sum += close[i] as number; // the bench gives far more bars than any warm-up
  out[19] = sum / 20;
  for (let i = 20; i < length; i += 1) {
    sum += (close[i] as number) - (close[i - 20] as number);
    out[i] = sum / 20;
  }
  return [out];
}

function ema({ close, length }: CandleColumns): Columns {
  const out = fresh(length);
  const weight = 2 / 21;
  let value = close[0] as number;
  for (let i = 1; i < length; i += 1) {
    value += ((close[i] as number) - value) * weight;
    out[i] = value;
  }
  return [out];
}

function vwma({ close, volume, length }: CandleColumns): Columns {
  const out = fresh(length);
  let sum = 0;
  let total = 0;
  for (let i = 0; i < length; i += 1) {
    sum += (close[i] as number) * (volume[i] as number);
    total += volume[i] as number;
    if (i >= 20) {
      sum -= (close[i - 20] as number) * (volume[i - 20] as number);
      total -= volume[i - 20] as number;
    }
    out[i] = sum / total;
  }
  return [out];
}

function bands({ close, length }: CandleColumns): Columns {
  const [upper, middle, lower] = [fresh(length), fresh(length), fresh(length)];
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < length; i += 1) {
    const price = close[i] as number;
    sum += price;
    squares += price * price;
    if (i >= 20) {
      const old = close[i - 20] as number;
      sum -= old;
      squares -= old * old;
    }
    const mean = sum / 20;
    const half = 2 * Math.sqrt(Math.max(0, squares / 20 - mean * mean));
    upper[i] = mean + half;
    middle[i] = mean;
    lower[i] = mean - half;
  }
  return [upper, middle, lower];
}

function rsi({ close, length }: CandleColumns): Columns {
  const out = fresh(length);
  let gain = 0;
  let loss = 0;
  for (let i = 1; i < length; i += 1) {
    const change = (close[i] as number) - (close[i - 1] as number);
    gain = (gain * 13 + (change > 0 ? change : 0)) / 14;
    loss = (loss * 13 + (change > 0 ? 0 : -change)) / 14;
    out[i] = (100 * gain) / (gain + loss);
  }
  return [out];
}

function macd({ close, length }: CandleColumns): Columns {
  const [line, signals, histogram] = [fresh(length), fresh(length), fresh(length)];
  let fast = close[0] as number;
  let slow = fast;
  let signal = 0;
  for (let i = 1; i < length; i += 1) {
    const price = close[i] as number;
    fast += (price - fast) * (2 / 13);
    slow += (price - slow) * (2 / 27);
    const distance = fast - slow;
    signal += (distance - signal) * 0.2;
    line[i] = distance;
    signals[i] = signal;
    histogram[i] = distance - signal;
  }
  return [line, signals, histogram];
}

/** Highest high and lowest low of 14 bars, looked for anew when the extreme leaves the window, as TA-Lib does. */
function extremes(candles: CandleColumns, use: (i: number, top: number, bottom: number) => void): void {
  const { high, low, length } = candles;
  let topAt = -1;
  let bottomAt = -1;
  let top = 0;
  let bottom = 0;
  for (let i = 13; i < length; i += 1) {
    const start = i - 13;
    if (topAt < start) {
      topAt = start;
      top = high[start] as number;
      for (let j = start + 1; j <= i; j += 1) {
        if ((high[j] as number) >= top) {
          topAt = j;
          top = high[j] as number;
        }
      }
    } else if ((high[i] as number) >= top) {
      topAt = i;
      top = high[i] as number;
    }
    if (bottomAt < start) {
      bottomAt = start;
      bottom = low[start] as number;
      for (let j = start + 1; j <= i; j += 1) {
        if ((low[j] as number) <= bottom) {
          bottomAt = j;
          bottom = low[j] as number;
        }
      }
    } else if ((low[i] as number) <= bottom) {
      bottomAt = i;
      bottom = low[i] as number;
    }
    use(i, top, bottom);
  }
}

function stochastic(candles: CandleColumns): Columns {
  const { close, length } = candles;
  const [fast, k, d] = [fresh(length), fresh(length), fresh(length)];
  extremes(candles, (i, top, bottom) => {
    fast[i] = top === bottom ? 0 : (100 * ((close[i] as number) - bottom)) / (top - bottom);
    k[i] = ((fast[i] as number) + (fast[i - 1] as number) + (fast[i - 2] as number)) / 3;
    d[i] = ((k[i] as number) + (k[i - 1] as number) + (k[i - 2] as number)) / 3;
  });
  return [k, d];
}

function williams(candles: CandleColumns): Columns {
  const out = fresh(candles.length);
  const { close } = candles;
  extremes(candles, (i, top, bottom) => {
    out[i] = top === bottom ? 0 : (100 * ((close[i] as number) - top)) / (top - bottom);
  });
  return [out];
}

function cci({ high, low, close, length }: CandleColumns): Columns {
  const out = fresh(length);
  const ring = new Float64Array(20);
  let sum = 0;
  for (let i = 0, place = 0; i < length; i += 1, place = place === 19 ? 0 : place + 1) {
    const typical = ((high[i] as number) + (low[i] as number) + (close[i] as number)) / 3;
    sum += typical - (ring[place] as number);
    ring[place] = typical;
    const mean = sum / 20;
    let spread = 0;
    for (let j = 0; j < 20; j += 1) spread += Math.abs((ring[j] as number) - mean);
    out[i] = spread === 0 ? 0 : (typical - mean) / ((0.015 * spread) / 20);
  }
  return [out];
}

function roc({ close, length }: CandleColumns): Columns {
  const out = fresh(length);
  for (let i = 10; i < length; i += 1) out[i] = ((close[i] as number) / (close[i - 10] as number) - 1) * 100;
  return [out];
}

function atr({ high, low, close, length }: CandleColumns): Columns {
  const out = fresh(length);
  let value = 0;
  for (let i = 1; i < length; i += 1) {
    const before = close[i - 1] as number;
    const range = Math.max(high[i] as number, before) - Math.min(low[i] as number, before);
    value = (value * 13 + range) / 14;
    out[i] = value;
  }
  return [out];
}

function direction({ high, low, close, length }: CandleColumns): Columns {
  const [plus, minus, adx] = [fresh(length), fresh(length), fresh(length)];
  let up = 0;
  let down = 0;
  let range = 0;
  let mean = 0;
  for (let i = 1; i < length; i += 1) {
    const before = close[i - 1] as number;
    const rise = (high[i] as number) - (high[i - 1] as number);
    const fall = (low[i - 1] as number) - (low[i] as number);
    up += (rise > 0 && rise > fall ? rise : 0) - up / 14;
    down += (fall > 0 && rise < fall ? fall : 0) - down / 14;
    range += Math.max(high[i] as number, before) - Math.min(low[i] as number, before) - range / 14;
    const rising = (100 * up) / range;
    const falling = (100 * down) / range;
    mean = (mean * 13 + (100 * Math.abs(rising - falling)) / (rising + falling)) / 14;
    plus[i] = rising;
    minus[i] = falling;
    adx[i] = mean;
  }
  return [plus, minus, adx];
}

function obv({ close, volume, length }: CandleColumns): Columns {
  const out = fresh(length);
  let value = volume[0] as number;
  for (let i = 1; i < length; i += 1) {
    const change = (close[i] as number) - (close[i - 1] as number);
    if (change > 0) value += volume[i] as number;
    else if (change < 0) value -= volume[i] as number;
    out[i] = value;
  }
  return [out];
}

function mfi({ high, low, close, volume, length }: CandleColumns): Columns {
  const out = fresh(length);
  const flows = new Float64Array(14);
  let up = 0;
  let down = 0;
  let before = 0;
  for (let i = 0, place = 0; i < length; i += 1, place = place === 13 ? 0 : place + 1) {
    const old = flows[place] as number;
    if (old > 0) up -= old;
    else down += old;
    const typical = ((high[i] as number) + (low[i] as number) + (close[i] as number)) / 3;
    const flow = typical * (volume[i] as number) * Math.sign(typical - before);
    before = typical;
    flows[place] = flow;
    if (flow > 0) up += flow;
    else down -= flow;
    out[i] = (100 * up) / (up + down);
  }
  return [out];
}

export const FLOORS = {
  sma_20: sma,
  ema_20: ema,
  vwma_20: vwma,
  bb_20_2_upper: bands,
  rsi_14: rsi,
  macd_12_26_9_line: macd,
  stoch_14_3_3_k: stochastic,
  willr_14: williams,
  cci_20: cci,
  roc_10: roc,
  atr_14: atr,
  adx_14: direction,
  obv,
  mfi_14: mfi,
} as const satisfies Readonly<Record<string, Floor>>;
