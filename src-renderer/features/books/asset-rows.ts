// Which assets gave something, the largest first?
import { Decimal } from "#shared/domain/decimal.ts";
import type { Position } from "#shared/domain/portfolio.ts";

export interface AssetRow {
  readonly position: Position;
  readonly realized: string;
  /** Null where it is not known. */
  readonly unrealized: string | null;
}

/** Assets that gave exactly nothing are left out; one of which a part is not known is not. */
export function toAssetRows(positions: readonly Position[]): readonly AssetRow[] {
  return positions
    .map((position) => ({ position, realized: position.realized, unrealized: position.unrealized }))
    .filter(
      ({ realized, unrealized }) =>
        unrealized === null || !Decimal.parse(realized).isZero || !Decimal.parse(unrealized).isZero,
    )
    .sort((a, b) => sizeOf(b).cmp(sizeOf(a)));
}

/** The largest single amount without its sign. */
export function mostOf(rows: readonly AssetRow[]): string {
  const amounts = rows.flatMap(({ realized, unrealized }) => [realized, unrealized ?? "0"]);
  return amounts.reduce((most, amount) => Decimal.max(most, Decimal.parse(amount).abs()), Decimal.ZERO).toString();
}

function sizeOf({ realized, unrealized }: AssetRow): Decimal {
  return Decimal.parse(realized)
    .add(Decimal.parse(unrealized ?? "0"))
    .abs();
}
