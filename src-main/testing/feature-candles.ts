// Which made-up candles are features tried on? A walk with flat stretches, spikes and bars without volume, the same for the same seed.
import { type CandleColumns, emptyColumns } from "#engine/signals/features/compute-candle-columns.ts";

/** One candle at each open time; `scale` is the first price. */
export function candlesAt(times: readonly number[], seed = 1, scale = 100): CandleColumns {
  const columns = emptyColumns(times.length);
  const draw = draws(seed);
  let price = scale;
  for (const [index, time] of times.entries()) {
    const kind = draw();
    const step = kind < 0.05 ? 0 : (draw() - 0.5) * (kind > 0.98 ? 0.2 : 0.02);
    const open = price;
    price *= 1 + step;
    columns.timestampMs[index] = time;
    columns.open[index] = round(open);
    columns.close[index] = round(price);
    columns.high[index] = round(Math.max(open, price) * (step === 0 ? 1 : 1 + draw() / 200));
    columns.low[index] = round(Math.min(open, price) * (step === 0 ? 1 : 1 - draw() / 200));
    columns.volume[index] = kind > 0.9 && kind < 0.93 ? 0 : round(draw() * (kind > 0.98 ? 1_000_000 : 1_000));
  }
  return columns;
}

/** `count` hourly candles from 1970 on. */
export function hourlyCandles(count: number, seed = 1, scale = 100): CandleColumns {
  return candlesAt(
    Array.from({ length: count }, (_, index) => index * 3_600_000),
    seed,
    scale,
  );
}

function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

/** Numbers in 0..1 by a linear congruential generator (Numerical Recipes). */
function draws(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
