// Which lines have one target each: an asset, or all cash coins together where one target stands for them?
import { toChartNumber } from "#renderer/charts/to-chart-number.ts";
import { doubtOfSum, type PriceDoubt } from "#renderer/lib/price-doubt.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Position } from "#shared/domain/portfolio.ts";

/** Shares of one, exact; null where they cannot be computed. */
export interface TargetGroup {
  /** The asset that stands for the group: its color and its place on Positions. */
  readonly asset: string;
  readonly name: string;
  readonly members: readonly string[];
  readonly weight: string | null;
  readonly target: string | null;
  readonly drift: string | null;
  readonly band: string | null;
  readonly outOfBand: boolean;
  readonly doubt: PriceDoubt | null;
}

function groupOf(name: string, speaker: Position, members: readonly Position[]): TargetGroup {
  const weights = members.map((member) => member.weight);
  const { asset, target, drift, band } = speaker;
  return {
    asset,
    name,
    members: members.map((member) => member.asset),
    weight: weights.includes(null)
      ? null
      : Decimal.sum(weights.map((weight) => Decimal.parse(weight ?? "0"))).toString(),
    target,
    drift,
    band,
    outOfBand: drift !== null && band !== null && Decimal.parse(drift).abs().gt(Decimal.parse(band)),
    doubt: doubtOfSum(members),
  };
}

/** In the order of the positions, cash last. Cash is one line unless two or more of its coins have targets of their own. */
export function toTargetGroups(positions: readonly Position[]): readonly TargetGroup[] {
  const cash = positions.filter(({ isCash }) => isCash);
  const targeted = cash.filter(({ target }) => target !== null);
  const others = positions.filter(({ isCash }) => !isCash);
  const alone = others.map((position) => groupOf(position.asset, position, [position]));
  if (targeted.length > 1) return [...alone, ...cash.map((position) => groupOf(position.asset, position, [position]))];
  const speaker = targeted[0] ?? cash[0];
  if (speaker === undefined) return alone;
  return [...alone, groupOf(cash.length > 1 ? "Cash" : speaker.asset, speaker, cash)];
}

/** How much of its band a drift takes up: above 1 it is out. */
function bandShare({ drift, band }: TargetGroup): number {
  if (drift === null || band === null) return -1;
  const width = toChartNumber(band);
  const size = Math.abs(toChartNumber(drift));
  return width === 0 ? (size === 0 ? 0 : Number.POSITIVE_INFINITY) : size / width;
}

/** What asks for attention first; groups without a target come last. */
export function byUrgency(groups: readonly TargetGroup[]): readonly TargetGroup[] {
  return [...groups].sort((a, b) => bandShare(b) - bandShare(a));
}

export interface BandVerdict {
  readonly figure: string;
  readonly label: string;
  readonly tone: "over" | "ok";
}

/** `2 of 9` out of band, or that all is well; counts lines with a target only. */
export function bandVerdict(groups: readonly TargetGroup[]): BandVerdict {
  const judged = groups.filter(({ drift }) => drift !== null);
  const out = judged.filter(({ outOfBand }) => outOfBand).length;
  if (judged.length === 0) return { figure: "–", label: "no targets", tone: "over" };
  return out === 0
    ? { figure: `${judged.length} of ${judged.length}`, label: "in band", tone: "ok" }
    : { figure: `${out} of ${judged.length}`, label: "out of band", tone: "over" };
}
