// What are sine and cosine of one whole period in bars, and how much of a price's last period do they explain?

interface PeriodTable {
  readonly sines: Float64Array;
  readonly cosines: Float64Array;
}

/** sin and cos of 2 pi k / n for k in 0 .. n - 1, made once for each n. */
export class PeriodTables {
  private readonly tables: (PeriodTable | undefined)[];

  constructor(longest: number) {
    this.tables = Array.from({ length: longest + 1 });
  }

  of(length: number): PeriodTable {
    const known = this.tables[length];
    if (known !== undefined) return known;
    const sines = new Float64Array(length);
    const cosines = new Float64Array(length);
    for (let index = 0; index < length; index += 1) {
      const angle = (index * (8 * Math.atan(1))) / length;
      sines[index] = Math.sin(angle);
      cosines[index] = Math.cos(angle);
    }
    const table = { sines, cosines };
    this.tables[length] = table;
    return table;
  }
}

interface FitTable {
  /** Bars from the middle of the period; their squares add up to `timeSquares`. */
  readonly times: Float64Array;
  readonly timeSquares: number;
  /** Without mean and line, like the price that they are held against. */
  readonly sines: Float64Array;
  readonly sineSquares: number;
  readonly cosines: Float64Array;
  readonly cosineSquares: number;
}

/**
 * R^2 of one sine and cosine at the dominant period (in whole bars) over the last period's prices, after a straight line is taken out
 * of the prices, the sine and the cosine alike: 1 is a pure cycle on a trend, 0 none, and 0 where the prices lie on a line.
 * A line taken out of the prices alone would take most of a pure sine with it.
 */
export class CycleFit {
  private readonly tables: (FitTable | undefined)[];
  private readonly rest: Float64Array;

  constructor(longest: number) {
    this.tables = Array.from({ length: longest + 1 });
    this.rest = new Float64Array(longest);
  }

  /** `prices`: a ring whose length is a power of two; `bar`: the newest; `length`: the period in bars, at least 5 so that something is left to fit. */
  measure(prices: Float64Array, bar: number, length: number): number {
    const { times, timeSquares, sines, sineSquares, cosines, cosineSquares } = this.tableOf(length);
    const { rest } = this;
    const mask = prices.length - 1;
    const newest = prices[bar & mask] as number;
    let sum = 0;
    let slope = 0;
    for (let index = 0; index < length; index += 1) {
      const price = (prices[(bar - length + 1 + index) & mask] as number) - newest;
      rest[index] = price;
      sum += price;
      slope += price * (times[index] as number);
    }
    const mean = sum / length;
    slope /= timeSquares;
    let total = 0;
    let sine = 0;
    let cosine = 0;
    let size = 0;
    for (let index = 0; index < length; index += 1) {
      const price = rest[index] as number;
      const left = price - mean - slope * (times[index] as number);
      size += price * price;
      total += left * left;
      sine += left * (sines[index] as number);
      cosine += left * (cosines[index] as number);
    }
    // What rounding leaves of a straight line is no cycle.
    if (total <= size * Number.EPSILON) return 0;
    return Math.min(1, ((sine * sine) / sineSquares + (cosine * cosine) / cosineSquares) / total);
  }

  private tableOf(length: number): FitTable {
    const known = this.tables[length];
    if (known !== undefined) return known;
    const table = fitTable(length);
    this.tables[length] = table;
    return table;
  }
}

/** Times count from the middle: the cosine is then even and free of line and mean, the sine odd and free of mean and cosine. */
function fitTable(length: number): FitTable {
  const times = Float64Array.from({ length }, (_, index) => index - (length - 1) / 2);
  const cosines = times.map((time) => Math.cos((2 * Math.PI * time) / length));
  const odd = times.map((time) => Math.sin((2 * Math.PI * time) / length));
  const timeSquares = product(times, times);
  const slope = product(odd, times) / timeSquares;
  const sines = odd.map((value, index) => value - slope * (times[index] as number));
  return {
    ...{ times, timeSquares, sines, cosines },
    sineSquares: product(sines, sines),
    cosineSquares: product(cosines, cosines),
  };
}

function product(first: Float64Array, second: Float64Array): number {
  return first.reduce((sum, value, index) => sum + value * (second[index] as number), 0);
}
