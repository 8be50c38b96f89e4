// Which kind of band does a policy have, and what does another kind begin with? Pure.
import { type DecimalString, decimalString } from "#shared/domain/decimal.ts";
import type { Policy } from "#shared/domain/policy.ts";

type Bands = Policy["bands"];

export const BAND_KINDS = [
  { value: "absolute", label: "Points" },
  { value: "relative", label: "Share of target" },
  { value: "hybrid", label: "Hybrid" },
  { value: "volatility", label: "By volatility" },
] as const;
export type BandKind = (typeof BAND_KINDS)[number]["value"];

export const BAND_WORDS: Readonly<Record<BandKind, string>> = {
  absolute: "Each weight may stray so many points from its target.",
  relative: "Each weight may stray by so large a share of its target: large targets stray further.",
  hybrid: "A share of the target, and never less than so many points: small targets are not chased.",
  volatility: "As many points as the portfolio is restless: the more it swings, the sooner it is brought back.",
};

const POINTS = decimalString("0.05");
const SHARE = decimalString("0.2");
const FLOOR = decimalString("0.01");
const STEPS: readonly { readonly above: DecimalString; readonly band: DecimalString }[] = [
  { above: decimalString("0.8"), band: decimalString("0.03") },
  { above: decimalString("0.5"), band: decimalString("0.05") },
];
const OTHERWISE = decimalString("0.08");

/** By what counts: of several that are set the widest does, so a floor beside a share is the hybrid. */
export function bandKind({ volatility, relative, floor }: Bands): BandKind {
  if (volatility !== undefined) return "volatility";
  if (relative === undefined) return "absolute";
  return floor === undefined ? "relative" : "hybrid";
}

/** The numbers that are set already stay. */
export function toBandKind(bands: Bands, kind: BandKind): Bands {
  const { absolute = POINTS, relative = SHARE, floor = FLOOR, volatility } = bands;
  switch (kind) {
    case "absolute":
      return { absolute };
    case "relative":
      return { relative };
    case "hybrid":
      return { relative, floor };
    case "volatility":
      // Points until the volatility is known.
      return {
        absolute,
        volatility: volatility ?? { steps: STEPS.map((step) => ({ ...step })), otherwise: OTHERWISE },
      };
  }
}
