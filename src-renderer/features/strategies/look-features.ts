// Which features can be drawn over and under a market's closes?
import { formatStatistic } from "#renderer/lib/format-statistic.ts";
import type { MarketLook } from "#shared/domain/market-look.ts";

export const OVERLAYS = [
  { id: "sma20", label: "SMA 20", lines: [{ name: "sma_20", label: "SMA 20", look: "first" }] },
  { id: "sma50", label: "SMA 50", lines: [{ name: "sma_50", label: "SMA 50", look: "second" }] },
  {
    id: "bands",
    label: "Bollinger 20",
    lines: [
      { name: "bb_20_2_upper", label: "upper", look: "edge" },
      { name: "bb_20_2_lower", label: "lower", look: "edge" },
    ],
  },
] as const;
export type OverlayId = (typeof OVERLAYS)[number]["id"];

export const UNDERLAYS = [
  { value: "none", label: "Nothing" },
  { value: "rsi_14", label: "RSI 14" },
  { value: "adx_14", label: "ADX 14" },
  { value: "ewmavol_0.94", label: "Volatility" },
  { value: "shannon_64_16", label: "Shannon entropy" },
  { value: "permutation_256_3_1", label: "Permutation entropy" },
] as const;
export type UnderlayId = (typeof UNDERLAYS)[number]["value"];

const REGIME_NAMES = ["hmm3_p0", "hmm3_p1", "hmm3_p2"] as const;

/** All of them are asked for at once: choosing another one then costs nothing. */
export const LOOK_NAMES: readonly string[] = [
  ...OVERLAYS.flatMap(({ lines }) => lines.map(({ name }) => name)),
  ...UNDERLAYS.flatMap(({ value }) => (value === "none" ? [] : [value])),
  ...REGIME_NAMES,
];

const NONE: readonly (number | null)[] = [];

export function columnOf({ columns }: MarketLook, name: string): readonly (number | null)[] {
  return columns.find((column) => column.name === name)?.values ?? NONE;
}

type Chances = readonly [number, number, number];

/** Chances of the three regimes at each bar, calm first; null where they are not known. */
export function regimesOf(look: MarketLook): readonly (Chances | null)[] {
  const [calm = NONE, middle = NONE, wild = NONE] = REGIME_NAMES.map((name) => columnOf(look, name));
  return look.openTimes.map((_, bar) => {
    const chances = [calm[bar] ?? null, middle[bar] ?? null, wild[bar] ?? null] as const;
    const [first, second, third] = chances;
    return first === null || second === null || third === null ? null : [first, second, third];
  });
}

export const writeFeature = (value: number | null): string => formatStatistic(value);
