// Which profiles are about to trade against each other, and what do both pay for it?
import { Money } from "#renderer/components/money.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { ScrollBox } from "#renderer/components/scroll-box.tsx";
import { formatQuantity } from "#renderer/lib/format-quantity.ts";
import type { TogetherView } from "#shared/contract/together.ts";

export interface NettingTableProps {
  readonly matches: TogetherView["netting"];
  readonly nameOf: (profileId: string) => string;
}

export function NettingTable({ matches, nameOf }: NettingTableProps) {
  const { hideAmounts: hidden } = usePreferences();
  if (matches.length === 0) {
    return (
      <p className="pb f12 t2">
        No two profiles are outside their bands in opposite directions on the same asset: nothing could be saved now.
      </p>
    );
  }
  return (
    <ScrollBox label="Trades against each other" className="table-box grow">
      <table>
        <caption className="sr">What one profile would sell and another buy</caption>
        <thead>
          <tr>
            <th scope="col">Asset</th>
            <th scope="col">Sells</th>
            <th scope="col">Buys</th>
            <th scope="col" className="num">
              Fees saved
            </th>
          </tr>
        </thead>
        <tbody>
          {matches.map(({ asset, seller, buyer, quantity, feeSaved, currency }) => (
            <tr key={`${asset} ${seller} ${buyer}`}>
              <th scope="row" className="num-plain">
                {formatQuantity(quantity, { hidden })} {asset}
              </th>
              <td className="trunc two-names" title={nameOf(seller)}>
                {nameOf(seller)}
              </td>
              <td className="trunc two-names" title={nameOf(buyer)}>
                {nameOf(buyer)}
              </td>
              <td className="num">
                <Money amount={feeSaved} currency={currency} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="matrix-reasons f11 t3">
        If both were to go back to their targets. Coins of different accounts do not move by it: leaving both trades
        out, or moving the coins by hand, saves these fees.
      </p>
    </ScrollBox>
  );
}
