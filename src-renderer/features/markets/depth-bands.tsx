// How much can be bought and sold near the middle?
import { formatDecimal, scaleForSize } from "#renderer/lib/format-decimal.ts";
import type { BookDepth } from "#shared/contract/views.ts";
import { Decimal } from "#shared/domain/decimal.ts";

export interface DepthBandsProps {
  readonly depth: readonly BookDepth[];
  readonly base: string;
}

const FIGURES = 5;

export function DepthBands({ depth, base }: DepthBandsProps) {
  if (depth.length === 0) return null;
  const most = Decimal.max(
    Decimal.ZERO,
    ...depth.flatMap(({ bids, asks }) => [Decimal.parse(bids), Decimal.parse(asks)]),
  );
  const scale = scaleForSize(most, FIGURES, 0, 8);
  return (
    <table className="depth-bands">
      <caption className="sr">Amounts near the middle price, in {base}</caption>
      <thead>
        <tr>
          <th scope="col">Within</th>
          <th scope="col" className="num">
            Bids, {base}
          </th>
          <th scope="col" className="num">
            Offers, {base}
          </th>
        </tr>
      </thead>
      <tbody>
        {depth.map(({ withinBp, bids, asks, bidsWhole, asksWhole }) => (
          <tr key={withinBp}>
            <th scope="row">{withinBp} bp</th>
            <Amount amount={bids} isWhole={bidsWhole} scale={scale} />
            <Amount amount={asks} isWhole={asksWhole} scale={scale} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface AmountProps {
  readonly amount: string;
  readonly isWhole: boolean;
  readonly scale: number;
}

function Amount({ amount, isWhole, scale }: AmountProps) {
  const text = formatDecimal(amount, { scale, rounding: "down" });
  if (isWhole) return <td className="num">{text}</td>;
  return (
    <td className="num" title="The book is not known that far: there may be more">
      <span aria-hidden="true">≥ </span>
      <span className="sr">at least </span>
      {text}
    </td>
  );
}
