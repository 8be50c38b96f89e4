// Where do the venues and the books disagree, by how much, and what is the likely cause?
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Ledger } from "./compute-positions.ts";

export interface ReconciliationLine {
  readonly asset: Asset;
  readonly venueQuantity: Decimal;
  readonly booksQuantity: Decimal;
  /** venue - books. */
  readonly difference: Decimal;
  /** Null where they agree. */
  readonly likelyCause: string | null;
}

function likelyCause(difference: Decimal, asset: Asset, ledger: Ledger): string | null {
  if (difference.isZero) return null;
  if (ledger.gaps.some((gap) => gap.asset === asset)) return "The history of this asset is incomplete.";
  return difference.isPositive
    ? "A deposit, a reward or a purchase outside of this program is not in the books yet."
    : "A withdrawal, a fee or a sale outside of this program is not in the books yet.";
}

/** One line per asset that either side knows, by name. */
export function computeReconciliation(
  venueQuantities: ReadonlyMap<Asset, Decimal>,
  ledger: Ledger,
): readonly ReconciliationLine[] {
  const assets = new Set<Asset>([...venueQuantities.keys(), ...ledger.positions.keys()]);
  return [...assets].sort().map((asset) => {
    const venueQuantity = venueQuantities.get(asset) ?? Decimal.ZERO;
    const booksQuantity = ledger.positions.get(asset)?.quantity ?? Decimal.ZERO;
    const difference = venueQuantity.sub(booksQuantity);
    return { asset, venueQuantity, booksQuantity, difference, likelyCause: likelyCause(difference, asset, ledger) };
  });
}
