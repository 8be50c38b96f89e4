// Would it pay to buy a coin on one exchange and sell it on another at once, after everything? It is said, never done.
import { Chip } from "#renderer/components/chip.tsx";
import { Money } from "#renderer/components/money.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { ScrollBox } from "#renderer/components/scroll-box.tsx";
import { formatQuantity } from "#renderer/lib/format-quantity.ts";
import type { TogetherView } from "#shared/contract/together.ts";
import { venueName } from "#shared/domain/venue.ts";
import { bpWords, spreadParts } from "./together-words.ts";

export interface SpreadsTableProps {
  readonly spreads: TogetherView["spreads"];
  readonly nameOf: (profileId: string) => string;
}

export function SpreadsTable({ spreads, nameOf }: SpreadsTableProps) {
  const { hideAmounts: hidden } = usePreferences();
  if (spreads.length === 0) {
    return (
      <p className="pb f12 t2">
        No coin is compared: that takes a coin to sell on one exchange, money to buy it with on another, and live prices
        on both.
      </p>
    );
  }
  return (
    <ScrollBox label="Coins on two exchanges" className="table-box grow">
      <table>
        <caption className="sr">The better direction of each coin, in basis points after all costs</caption>
        <thead>
          <tr>
            <th scope="col" className="spread-what">
              Buy, then sell
            </th>
            <th scope="col" className="num">
              Left, bp
            </th>
            <th scope="col" className="num">
              On this much
            </th>
          </tr>
        </thead>
        <tbody>
          {spreads.map((spread) => {
            const { source, asset, currency, buy, sell, quantity, score, result, proposed } = spread;
            return (
              <tr key={`${source} ${asset} ${currency}`} title={spreadParts(spread)}>
                <th scope="row" className="spread-what">
                  <span className="semi">{asset}</span> {venueName(buy.venue)} → {venueName(sell.venue)}{" "}
                  {proposed ? <Chip tone="over">Worth a look</Chip> : null}
                  <small className="spread-parts">{spreadParts(spread)}</small>
                  {buy.profileId === sell.profileId ? null : (
                    <small className="spread-parts">
                      money of {nameOf(buy.profileId)}, coins of {nameOf(sell.profileId)}
                    </small>
                  )}
                </th>
                <td className={score > 0 ? "num up" : "num dn"}>{bpWords(score)}</td>
                <td className="num">
                  {formatQuantity(quantity, { hidden })}
                  <small className="spread-parts">
                    <Money amount={result} currency={currency} change />
                  </small>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="matrix-reasons f11 t3">
        More than 10 basis points left for 3 seconds is worth a look. Coins and money must lie on both sides already.
        Nothing here trades.
      </p>
    </ScrollBox>
  );
}
