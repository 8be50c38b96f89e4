// Where in its candle is the price, second by second? Open, the nearer of low and high, the farther one, close.

/** Prices in whole steps. */
export interface CandleSteps {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

/**
 * Price (in steps, rounded) at a second of a candle that lasts `seconds`: open in the first, close in the last, the two
 * extremes at one and two thirds, straight lines between.
 */
export function computeWalk(candle: CandleSteps, second: number, seconds: number): number {
  const lowFirst = candle.open - candle.low <= candle.high - candle.open;
  const near = lowFirst ? candle.low : candle.high;
  const far = lowFirst ? candle.high : candle.low;
  const third = Math.floor(seconds / 3);
  const twoThirds = Math.floor((2 * seconds) / 3);
  if (second <= third) return between(candle.open, near, second / third);
  if (second <= twoThirds) return between(near, far, (second - third) / (twoThirds - third));
  return between(far, candle.close, (second - twoThirds) / (seconds - 1 - twoThirds));
}

function between(from: number, to: number, share: number): number {
  return Math.round(from + (to - from) * Math.min(1, share));
}
