// What are the moving averages of the close?
import { type FeatureFamily, type FeatureRun, LENGTH, lengthOf } from "./compute-feature-family.ts";
import { WindowSum } from "./compute-window.ts";

/** `sma_20`: mean of the last 20 closes, from the 20th bar on. */
class SmaRun implements FeatureRun {
  private readonly sum: WindowSum;
  private readonly length: number;

  constructor(length: number) {
    this.length = length;
    this.sum = new WindowSum(length);
  }

  advance(
    { close }: Parameters<FeatureRun["advance"]>[0],
    from: number,
    to: number,
    out: readonly Float64Array[],
  ): void {
    const [values] = out;
    if (values === undefined) return;
    const { sum, length } = this;
    for (let index = from; index < to; index += 1) values[index] = sum.push(close[index] ?? 0) / length;
  }
}

const sma: FeatureFamily = {
  pattern: new RegExp(`^sma_${LENGTH}$`),
  examples: ["sma_20"],
  outputs: (name) => [name],
  create: (name) => new SmaRun(lengthOf(name)),
};

export const averageFamilies: readonly FeatureFamily[] = [sma];
