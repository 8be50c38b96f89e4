// What does volume say about the moves of price?
import type { CandleColumns } from "./compute-candle-columns.ts";
import { type FeatureFamily, type FeatureRun, familyOfLength } from "./compute-feature-family.ts";
import { WindowSum } from "./compute-window.ts";

/** `obv`: volume added where the close rose and taken away where it fell, starting at the first volume, as TA-Lib does. First at bar 0. */
class ObvRun implements FeatureRun {
  private value = 0;

  advance({ close, volume }: CandleColumns, from: number, to: number, [out]: readonly [Float64Array]): void {
    let { value } = this;
    let bar = from;
    if (bar === 0 && to > 0) {
      value = volume[0] as number; // there is a first bar
      out[0] = value;
      bar = 1;
    }
    for (; bar < to; bar += 1) {
      const amount = volume[bar] as number;
      const change = (close[bar] as number) - (close[bar - 1] as number);
      if (change > 0) value += amount;
      else if (change < 0) value -= amount;
      out[bar] = value;
    }
    this.value = value;
  }
}

/**
 * `mfi_14`: share of money flow (typical price x volume) of bars with a higher typical price, 0..100, over 14 bars. First at bar 14.
 * 0 where nothing flowed; TA-Lib says 0 for flows under 1 too, which would silence coins with small prices.
 */
class MfiRun implements FeatureRun {
  private readonly gained: WindowSum;
  private readonly lost: WindowSum;
  private before = Number.NaN;

  constructor(length: number) {
    this.gained = new WindowSum(length);
    this.lost = new WindowSum(length);
  }

  advance({ high, low, close, volume }: CandleColumns, from: number, to: number, [out]: readonly [Float64Array]): void {
    const { gained, lost } = this;
    let { before } = this;
    for (let bar = from; bar < to; bar += 1) {
      const typical = ((high[bar] as number) + (low[bar] as number) + (close[bar] as number)) / 3;
      const change = typical - before;
      before = typical;
      const flow = typical * (volume[bar] as number);
      // The first bar has none before it and counts as missing in both.
      const up = gained.push(change > 0 ? flow : change * 0);
      const both = up + lost.push(change < 0 ? flow : change * 0);
      out[bar] = both === 0 ? 0 : (100 * up) / both;
    }
    this.before = before;
  }
}

/** `volshare_20`: volume over its own 20-bar mean; NaN where that is 0. First at bar 19. */
class VolumeShareRun implements FeatureRun {
  private readonly length: number;
  private readonly sum: WindowSum;

  constructor(length: number) {
    this.length = length;
    this.sum = new WindowSum(length);
  }

  advance({ volume }: CandleColumns, from: number, to: number, [out]: readonly [Float64Array]): void {
    const { sum, length } = this;
    for (let bar = from; bar < to; bar += 1) {
      const amount = volume[bar] as number;
      out[bar] = amount / (sum.push(amount) / length);
    }
  }
}

/** `obvshare_20`: change of `obv` over 20 bars, as a share of the volume of those bars, -1..1; NaN where they had none. First at bar 20. */
class ObvShareRun implements FeatureRun {
  private readonly signed: WindowSum;
  private readonly volume: WindowSum;

  constructor(length: number) {
    this.signed = new WindowSum(length);
    this.volume = new WindowSum(length);
  }

  advance({ close, volume }: CandleColumns, from: number, to: number, [out]: readonly [Float64Array]): void {
    const { signed, volume: total } = this;
    for (let bar = from; bar < to; bar += 1) {
      const amount = volume[bar] as number;
      const change = bar === 0 ? Number.NaN : (close[bar] as number) - (close[bar - 1] as number);
      out[bar] = signed.push(amount * Math.sign(change)) / total.push(amount);
    }
  }
}

const balance: FeatureFamily = {
  pattern: /^obv$/,
  examples: ["obv"],
  outputs: (name) => [name],
  create: () => new ObvRun(),
};

export const volumeFamilies: readonly FeatureFamily[] = [
  balance,
  familyOfLength("mfi_14", (length) => new MfiRun(length)),
  familyOfLength("volshare_20", (length) => new VolumeShareRun(length)),
  familyOfLength("obvshare_20", (length) => new ObvShareRun(length)),
];
