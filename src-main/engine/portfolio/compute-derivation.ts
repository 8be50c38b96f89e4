// How is a figure told as a tree of what it was made of, so that anyone can fold the tree and get the figure again?

import { Decimal } from "#shared/domain/decimal.ts";
import type { Derivation } from "#shared/domain/derivation.ts";
import { WEIGHT_SCALE } from "./compute-allocation.ts";

const HALF = Decimal.parse("0.5");
const NOT_COMPUTABLE = "not computable";

/** How a value is made of those below it. */
const FORMULAS = {
  sum: { text: "sum", fold: (values: readonly Decimal[]) => Decimal.sum(values) },
  difference: {
    text: "the first less the second",
    fold: ([first = Decimal.ZERO, second = Decimal.ZERO]: readonly Decimal[]) => first.sub(second),
  },
  product: {
    text: "product",
    fold: ([first = Decimal.ZERO, second = Decimal.ZERO]: readonly Decimal[]) => first.mul(second),
  },
  share: {
    text: `the first / the second, to ${WEIGHT_SCALE} places, half to even`,
    fold: ([first = Decimal.ZERO, second = Decimal.ZERO]: readonly Decimal[]) =>
      first.div(second, WEIGHT_SCALE, "halfEven"),
  },
  median: { text: "median: the middle one, or the mean of the middle two", fold: median },
} as const;

/** A figure made of others. One that is made of what is not computable is not computable either, for the same reason. */
export function derive(label: string, by: keyof typeof FORMULAS, children: readonly Derivation[]): Derivation {
  const missing = children.find(isNotComputable);
  if (missing !== undefined) return notComputable(label, missing.formula ?? "");
  const { text, fold } = FORMULAS[by];
  const value = fold(children.map((child) => Decimal.parse(child.value)));
  return { label, value: value.toString(), formula: text, source: null, children };
}

export function leaf(label: string, value: Decimal, source: NonNullable<Derivation["source"]>): Derivation {
  return { label, value: value.toString(), formula: null, source, children: [] };
}

/** Entries in one line that says how many they are: the tree stays readable. */
export function unlisted(label: string, value: Decimal, count: number): Derivation {
  return {
    label,
    value: value.toString(),
    formula: `sum of ${count} entries that are not listed`,
    source: null,
    children: [],
  };
}

/** Said with its reason, where the formula else stands; never shown as 0. */
export function notComputable(label: string, reason: string): Derivation {
  return { label, value: NOT_COMPUTABLE, formula: reason, source: null, children: [] };
}

function isNotComputable({ value }: Derivation): boolean {
  return value === NOT_COMPUTABLE;
}

/**
 * The figure that a tree's leaves and formulas come to; null for one that is not computable. Throws `Error` naming the place
 * where a value is not what those below it make.
 */
export function foldDerivation(tree: Derivation): Decimal | null {
  if (isNotComputable(tree)) return null;
  const told = Decimal.parse(tree.value);
  const formula = Object.values(FORMULAS).find(({ text }) => text === tree.formula);
  if (formula === undefined) return told;
  const values = tree.children.map((child) => {
    const value = foldDerivation(child);
    if (value === null) throw new Error(`"${tree.label}" has a value, but "${child.label}" below it has none.`);
    return value;
  });
  const folded = formula.fold(values);
  if (!folded.eq(told)) throw new Error(`"${tree.label}" says ${tree.value}, but what it is made of gives ${folded}.`);
  return folded;
}

function median(values: readonly Decimal[]): Decimal {
  const sorted = values.toSorted((first, second) => first.cmp(second));
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Decimal.ZERO;
  return sorted.length % 2 === 1 ? upper : upper.add(sorted[middle - 1] ?? Decimal.ZERO).mul(HALF);
}
