// In which assets does all the money stand, and who holds them?
import { AssetLabel } from "#renderer/components/asset-label.tsx";
import { Money } from "#renderer/components/money.tsx";
import { ScrollBox } from "#renderer/components/scroll-box.tsx";
import { drawnRatio } from "#renderer/lib/drawn-ratio.ts";
import { formatPercent } from "#renderer/lib/format-percent.ts";
import type { TogetherView } from "#shared/contract/together.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { MARKET_WORDS } from "./market-words.ts";

export interface ExposureTableProps {
  readonly groups: TogetherView["groups"];
  readonly nameOf: (profileId: string) => string;
}

export function ExposureTable({ groups, nameOf }: ExposureTableProps) {
  return (
    <ScrollBox label="Exposure by asset" className="table-box grow">
      {groups.map(({ source, currency, exposure }) => (
        <table key={`${source} ${currency}`}>
          <caption className={groups.length === 1 ? "sr" : "group-caption"}>
            {MARKET_WORDS[source]}, in {currency}
          </caption>
          <thead>
            <tr>
              <th scope="col">Asset</th>
              <th scope="col">Held by</th>
              <th scope="col" className="num">
                Value
              </th>
              <th scope="col" className="num">
                Share
              </th>
              <th scope="col">
                <span className="sr">Share, drawn</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {exposure.map(({ asset, holders, value, share, isCash }) => (
              <tr key={asset}>
                <th scope="row">
                  <AssetLabel asset={asset} />
                  {isCash ? <small className="t3"> cash</small> : null}
                </th>
                <td className="trunc exposure-holders" title={holders.map(nameOf).join(", ")}>
                  {holders.length === 1 ? nameOf(holders[0] ?? "") : `${holders.length} profiles`}
                </td>
                <td className="num">
                  <Money amount={value ?? undefined} currency={currency} />
                </td>
                <td className="num">{share === null ? "–" : formatPercent(share)}</td>
                <td className="exposure-bar" aria-hidden="true">
                  {share === null ? null : (
                    <i style={{ width: `${Math.round(100 * drawnRatio(share, Decimal.ONE))}%` }} />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </ScrollBox>
  );
}
