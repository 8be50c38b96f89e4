// What would another cost basis change: in all, in each asset, in each year?
import { Money } from "#renderer/components/money.tsx";
import { ScrollBox } from "#renderer/components/scroll-box.tsx";
import type { MethodComparison } from "#shared/contract/views.ts";
import { Decimal } from "#shared/domain/decimal.ts";

export interface ComparisonTableProps {
  readonly comparison: MethodComparison;
  readonly currency: string;
}

export function ComparisonTable({ comparison, currency }: ComparisonTableProps) {
  const { byAsset, byYear, inAll } = comparison;
  return (
    <ScrollBox label="What would change" className="scroll comparison">
      <table>
        <thead>
          <tr>
            <th scope="col">Realized, {currency}</th>
            <th scope="col" className="num">
              Now
            </th>
            <th scope="col" className="num">
              Then
            </th>
            <th scope="col" className="num">
              Difference
            </th>
          </tr>
        </thead>
        <tbody>
          {byYear.map(({ year, before, after }) => (
            <Line key={year} name={String(year)} before={before} after={after} />
          ))}
          {byAsset.map(({ asset, before, after }) => (
            <Line key={asset} name={asset} before={before.realized} after={after.realized} />
          ))}
        </tbody>
        <tfoot>
          <Line name="In all" before={inAll.before.realized} after={inAll.after.realized} />
          <Line name="Cost of what is held" before={inAll.before.openCost} after={inAll.after.openCost} />
          <tr>
            <td>Open lots</td>
            <td className="num">{inAll.before.openLots}</td>
            <td className="num">{inAll.after.openLots}</td>
            <td />
          </tr>
        </tfoot>
      </table>
    </ScrollBox>
  );
}

interface LineProps {
  readonly name: string;
  /** Null where the cost of something is not known. */
  readonly before: string | null;
  readonly after: string | null;
}

function Line({ name, before, after }: LineProps) {
  const difference =
    before === null || after === null ? null : Decimal.parse(after).sub(Decimal.parse(before)).toString();
  return (
    <tr>
      <td>{name}</td>
      <td className="num">
        <Money amount={before ?? undefined} bare absent="n/a" />
      </td>
      <td className="num">
        <Money amount={after ?? undefined} bare absent="n/a" />
      </td>
      <td className="num">
        <Money amount={difference ?? undefined} bare absent="n/a" change />
      </td>
    </tr>
  );
}
