// Can the entropies that the gate reads be told from those of the same returns in random order?
import { drawWords } from "./compute-seeded-draws.ts";
import { emptyColumns } from "./features/compute-candle-columns.ts";
import { computeFeatures } from "./features/compute-features.ts";

const ENTROPIES = { shannon: "shannon_64_16", permutation: "permutation_256_3_1" } as const;
type EntropyKind = keyof typeof ENTROPIES;
const KINDS = Object.keys(ENTROPIES) as EntropyKind[];

/** Returns that the longer of the two entropies reads. */
const RETURNS = 256;
/** Closes that {@link computeShuffleReading} needs. */
export const SHUFFLE_CLOSES = RETURNS + 1;
const SHUFFLES = 1_000;
const LEVEL = 0.05;
const WORDS = 2 ** 32;

export interface ShuffleReading {
  readonly shuffles: number;
  /** As a share of the maximum. */
  readonly entropy: Readonly<Record<EntropyKind, number>>;
  /**
   * (1 + shuffles with an entropy at most as high) / (1 + shuffles): how likely so low a reading is where order means nothing (Phipson and
   * Smyth, 2010, "Permutation p-values should never be zero").
   */
  readonly chance: Readonly<Record<EntropyKind, number>>;
  /** Both chances are at most 5 %. */
  readonly toldFromNoise: boolean;
  readonly because: string;
}

function entropiesOf(returns: Float64Array): Readonly<Record<EntropyKind, number>> {
  const candles = emptyColumns(returns.length + 1);
  let log = 0;
  candles.close.fill(1);
  for (const [bar, value] of returns.entries()) {
    log += value;
    candles.close[bar + 1] = Math.exp(log);
  }
  const columns = computeFeatures(candles, Object.values(ENTROPIES));
  const last = (kind: EntropyKind) => columns.get(ENTROPIES[kind])?.at(-1) ?? Number.NaN;
  return { shannon: last("shannon"), permutation: last("permutation") };
}

/** Fisher and Yates, in place. */
function shuffle(values: Float64Array, words: Iterator<number, never>): void {
  for (let at = values.length - 1; at > 0; at -= 1) {
    const other = Math.floor((words.next().value / WORDS) * (at + 1));
    const held = values[at] as number;
    values[at] = values[other] as number;
    values[other] = held;
  }
}

/**
 * Costs about as much as 1,000 short histories, so it is computed when a person looks, not on every bar. The same closes and seed give the same
 * reading. The Shannon entropy of one set of returns does not know their order, so all 256 are shuffled and the newest 64 are read.
 *
 * @param closes oldest first, positive; the newest 257 count. Throws `RangeError` where there are fewer.
 * @param seed text, such as the decision hash of the bar
 */
export function computeShuffleReading(closes: Float64Array, seed: string, shuffles = SHUFFLES): ShuffleReading {
  if (closes.length < SHUFFLE_CLOSES) {
    throw new RangeError(`Shuffles need ${SHUFFLE_CLOSES} closes, got ${closes.length}: wait for more bars`);
  }
  const used = closes.subarray(closes.length - SHUFFLE_CLOSES);
  const returns = Float64Array.from({ length: RETURNS }, (_, at) =>
    Math.log((used[at + 1] as number) / (used[at] as number)),
  );
  const entropy = entropiesOf(returns);
  const words = drawWords(seed);
  const lower = { shannon: 0, permutation: 0 };
  for (let round = 0; round < shuffles; round += 1) {
    shuffle(returns, words);
    const shuffled = entropiesOf(returns);
    for (const kind of KINDS) if (shuffled[kind] <= entropy[kind]) lower[kind] += 1;
  }
  const chance = {
    shannon: (1 + lower.shannon) / (1 + shuffles),
    permutation: (1 + lower.permutation) / (1 + shuffles),
  };
  const toldFromNoise = chance.shannon <= LEVEL && chance.permutation <= LEVEL;
  const shares = KINDS.map((kind) => `${kind} in ${(100 * chance[kind]).toFixed(1)} %`).join(", ");
  const because = toldFromNoise
    ? `Entropies as low as these come seldom of the same returns in random order: ${shares}`
    : `Cannot be told from noise. Of the same returns in random order entropies are as low: ${shares}`;
  return { shuffles, entropy, chance, toldFromNoise, because };
}
