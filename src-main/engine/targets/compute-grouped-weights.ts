// Which weights come out when an amount is shared out among groups first, and then within each?
import type { Weighting } from "#shared/domain/target-method.ts";
import { type Covariance, computeProduct, entryOf } from "./compute-covariance.ts";
import { computeWeighting, type WeightingInput, type Weights } from "./compute-weighting.ts";
import { type Limits, openLimits } from "./compute-within-limits.ts";

export interface Group {
  readonly name: string;
  /** Places of its assets in the matrix; each asset is in exactly one group. */
  readonly members: readonly number[];
  /** Its share where shares are set by hand. */
  readonly share: number | null;
}

export interface GroupedInput extends WeightingInput {
  readonly groups: readonly Group[];
  /** The rule within a group. */
  readonly weighting: Weighting;
  /** The rule among groups; `fixed` takes their shares. */
  readonly among: Weighting | "fixed";
}

/**
 * 1. Within each group the weights by the rule, without limits, make the group one asset, whose covariances with the others follow.
 * 2. Among these the shares by the other rule; a group's floor is the sum of its assets' floors, its cap that of their caps.
 * 3. Within each group the weights by the rule again, the limits now divided by the group's share.
 * This is nested clustered optimisation (Lopez de Prado, Machine Learning for Asset Managers, 2020, section 7.5) over given groups.
 */
export function computeGroupedWeights(input: GroupedInput): Weights {
  const { groups, covariance, names } = input;
  const alone: Float64Array[] = [];
  for (const group of groups) {
    const result = withinGroup(input, group, openLimits(group.members.length));
    if (result.kind === "failed") return result;
    alone.push(result.weights);
  }
  const shares = amongGroups(input, covariance === null ? null : computeGroupCovariance(covariance, groups, alone));
  if (shares.kind === "failed") return shares;
  const weights = new Float64Array(names.length);
  for (const [at, group] of groups.entries()) {
    const share = shares.weights[at] ?? 0;
    if (share <= 0) continue;
    const result = withinGroup(input, group, scaled(pick(input.limits, group.members), share));
    if (result.kind === "failed") return result;
    for (const [index, member] of group.members.entries()) weights[member] = share * (result.weights[index] ?? 0);
  }
  return { kind: "weights", weights };
}

function withinGroup(input: GroupedInput, { members }: Group, limits: Limits): Weights {
  const { names, covariance, weighting } = input;
  return computeWeighting(weighting, {
    names: members.map((member) => names[member] ?? ""),
    covariance: covariance === null ? null : submatrix(covariance, members),
    limits,
  });
}

function amongGroups({ groups, among, limits }: GroupedInput, covariance: Covariance | null): Weights {
  if (among === "fixed") return { kind: "weights", weights: Float64Array.from(groups, ({ share }) => share ?? 0) };
  const sums = (values: Float64Array): Float64Array =>
    Float64Array.from(groups, ({ members }) => members.reduce((sum, member) => sum + (values[member] ?? 0), 0));
  return computeWeighting(among, {
    names: groups.map(({ name }) => name),
    covariance,
    limits: { floors: sums(limits.floors), caps: sums(limits.caps).map((cap) => Math.min(1, cap)) },
  });
}

/** Covariances of portfolios, each of the assets of one group: `A S A'`. */
function computeGroupCovariance(
  covariance: Covariance,
  groups: readonly Group[],
  alone: readonly Float64Array[],
): Covariance {
  const size = groups.length;
  const portfolios = groups.map(({ members }, at) => {
    const whole = new Float64Array(covariance.size);
    for (const [index, member] of members.entries()) whole[member] = alone[at]?.[index] ?? 0;
    return whole;
  });
  const products = portfolios.map((portfolio) => computeProduct(covariance, portfolio));
  const values = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let column = row; column < size; column += 1) {
      const product = products[row];
      const value = portfolios[column]?.reduce((sum, weight, index) => sum + weight * (product?.[index] ?? 0), 0) ?? 0;
      values[row * size + column] = value;
      values[column * size + row] = value;
    }
  }
  return { size, values };
}

function submatrix(covariance: Covariance, members: readonly number[]): Covariance {
  const values = members.flatMap((row) => members.map((column) => entryOf(covariance, row, column)));
  return { size: members.length, values: Float64Array.from(values) };
}

const pick = ({ floors, caps }: Limits, members: readonly number[]): Limits => ({
  floors: Float64Array.from(members, (member) => floors[member] ?? 0),
  caps: Float64Array.from(members, (member) => caps[member] ?? 1),
});

/** Limits as shares of a part; what rounding puts beyond the whole is the whole. */
export const scaled = ({ floors, caps }: Limits, part: number): Limits => ({
  floors: floors.map((floor) => Math.min(1, floor / part)),
  caps: caps.map((cap) => Math.min(1, cap / part)),
});
