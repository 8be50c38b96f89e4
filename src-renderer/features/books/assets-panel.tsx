// What did each asset give: realized and not realized yet?
import { useMemo } from "react";
import { useStore } from "zustand";
import { PnlBar } from "#renderer/charts/pnl-bar.tsx";
import { AssetLabel } from "#renderer/components/asset-label.tsx";
import { Doubted } from "#renderer/components/doubted.tsx";
import { LoadablePanel } from "#renderer/components/loadable-panel.tsx";
import { Money } from "#renderer/components/money.tsx";
import { ScrollBox } from "#renderer/components/scroll-box.tsx";
import { useNow } from "#renderer/hooks/use-now.ts";
import { doubtOfPosition } from "#renderer/lib/price-doubt.ts";
import { portfolioStore } from "#renderer/stores/engine-stores.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import type { Portfolio } from "#shared/domain/portfolio.ts";
import { mostOf, toAssetRows } from "./asset-rows.ts";

export function AssetsPanel() {
  const remote = useStore(portfolioStore);
  const now = useNow();
  const state = toPanelState(remote, { now, isEmpty: ({ positions }) => toAssetRows(positions).length === 0 });
  return (
    <LoadablePanel
      title="By asset"
      meta={remote.value === null ? undefined : `${remote.value.currency}, since the start`}
      data={state}
      rows={6}
      rowHeight={32}
      empty={{ children: "No asset has gained or lost anything yet." }}
    >
      {(portfolio) => (
        <ScrollBox label="Gains by asset" className="scroll grow">
          <AssetTable portfolio={portfolio} />
        </ScrollBox>
      )}
    </LoadablePanel>
  );
}

function AssetTable({ portfolio }: { readonly portfolio: Portfolio }) {
  const rows = useMemo(() => toAssetRows(portfolio.positions), [portfolio.positions]);
  const most = mostOf(rows);
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Asset</th>
          <th scope="col">
            <span className="sr">Bars</span>
          </th>
          <th scope="col" className="num">
            Realized
          </th>
          <th scope="col" className="num">
            Unrealized
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ position, realized, unrealized }) => (
          <tr key={position.asset}>
            <td>
              <AssetLabel asset={position.asset} />
            </td>
            <td>
              <PnlBar
                realized={realized}
                unrealized={unrealized}
                most={most}
                label={`${position.asset}: realized as a full bar, unrealized as an outline`}
              />
            </td>
            <td className="num">
              <Money amount={realized} bare change />
            </td>
            <td className="num">
              <Doubted doubt={doubtOfPosition(position)}>
                <Money amount={unrealized ?? undefined} bare change absent="n/a" />
              </Doubted>
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td>Total</td>
          <td />
          <td className="num">
            <Money amount={portfolio.realized} bare change />
          </td>
          <td className="num">
            <Money amount={portfolio.unrealized ?? undefined} bare change absent="n/a" />
          </td>
        </tr>
      </tfoot>
    </table>
  );
}
