// Do the target weights add up to exactly one?
import { formatPercent } from "#renderer/lib/format-percent.ts";
import { formatPoints } from "#renderer/lib/format-points.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { Chip } from "./chip.tsx";

export interface SumChipProps {
  /** Sum of the weights as a share of one, exact. */
  readonly sum: string;
}

export function SumChip({ sum }: SumChipProps) {
  const difference = Decimal.parse(sum).sub(Decimal.ONE);
  if (difference.isZero) {
    return (
      <Chip tone="ok" icon="check">
        100.0%
      </Chip>
    );
  }
  // A difference too small for one decimal still counts, so it is shown with the digits it needs.
  const scale = difference.abs().lt(Decimal.parse("0.0005")) ? 4 : 1;
  return (
    <Chip tone="over" icon="alert" title="The targets must add up to exactly 100.0%">
      {formatPercent(sum, { scale })}, {formatPoints(difference, { scale })}
    </Chip>
  );
}
