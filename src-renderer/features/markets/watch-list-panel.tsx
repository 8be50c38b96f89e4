// What is watched, at which price? Choosing one shows its market.
import { useMemo } from "react";
import { useStore } from "zustand";
import { AssetSwatch } from "#renderer/components/asset-label.tsx";
import { Doubted } from "#renderer/components/doubted.tsx";
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { ChangePercent } from "#renderer/components/money.tsx";
import { NumberCell } from "#renderer/components/number-cell.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { SourceChip } from "#renderer/components/source-chip.tsx";
import { StaleChip } from "#renderer/components/stale-chip.tsx";
import { useActiveProfile } from "#renderer/hooks/use-active-profile.ts";
import { useNow } from "#renderer/hooks/use-now.ts";
import { formatPrice } from "#renderer/lib/format-price.ts";
import { portfolioStore, pricesStore } from "#renderer/stores/engine-stores.ts";
import { hashOf } from "#renderer/stores/navigation-store.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import type { Prices } from "#shared/contract/views.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import { marketFor } from "./market-choice.ts";
import { toWatchList, type WatchRow } from "./watch-list-view.ts";

export interface WatchListPanelProps {
  readonly instruments: readonly Instrument[];
  readonly shown: Instrument | null;
}

export function WatchListPanel({ instruments, shown }: WatchListPanelProps) {
  const prices = useStore(pricesStore);
  const { profile } = useActiveProfile();
  const now = useNow();
  const state = toPanelState(prices, {
    now,
    isEmpty: (value) => value.prices.length === 0 && value.unresolved.length === 0,
  });
  return (
    <Panel
      title="Watch list"
      actions={state.state === "stale" ? <StaleChip ageMs={state.ageMs} /> : <SourceChip source={profile.source} />}
    >
      <LoadableView
        data={state}
        skeleton={
          <PanelBody>
            <SkeletonRows rows={8} rowHeight={32} />
          </PanelBody>
        }
        empty={{ children: "No asset is held, targeted or watched." }}
      >
        {(value) => <WatchList prices={value} instruments={instruments} shown={shown} currency={profile.currency} />}
      </LoadableView>
    </Panel>
  );
}

interface WatchListProps extends WatchListPanelProps {
  readonly prices: Prices;
  readonly currency: string;
}

function WatchList({ prices, instruments, shown, currency }: WatchListProps) {
  const portfolio = useStore(portfolioStore, (state) => state.value);
  const list = useMemo(() => toWatchList(prices, portfolio), [prices, portfolio]);
  const line = (row: WatchRow) => (
    <WatchLine
      key={row.asset}
      row={row}
      market={marketFor(instruments, row.asset, currency, shown?.venue)}
      current={row.asset === shown?.base}
    />
  );
  return (
    <div className="scroll watch-box">
      {list.held.length === 0 ? null : <ul aria-label="Held">{list.held.map(line)}</ul>}
      {list.others.length === 0 ? null : (
        <>
          {list.held.length === 0 ? null : <div className="lab watch-head">Not held</div>}
          <ul aria-label="Not held">{list.others.map(line)}</ul>
        </>
      )}
    </div>
  );
}

interface WatchLineProps {
  readonly row: WatchRow;
  readonly market: Instrument | undefined;
  readonly current: boolean;
}

function WatchLine({ row, market, current }: WatchLineProps) {
  const content = (
    <>
      <AssetSwatch asset={row.asset} />
      <span className="semi">{row.asset}</span>
      {row.price === null ? (
        <span className="num t3" title={row.reason ?? undefined}>
          {formatPrice(undefined)}
          <span className="sr"> {row.reason}</span>
        </span>
      ) : (
        <Doubted doubt={row.doubt} className="num">
          <NumberCell value={row.price} text={formatPrice(row.price)} />
        </Doubted>
      )}
      <Doubted doubt={row.doubt} className="num">
        <ChangePercent share={row.change ?? undefined} bare />
      </Doubted>
    </>
  );
  const className = row.doubt === null ? "watch-line" : "watch-line in-doubt";
  return (
    <li>
      {market === undefined ? (
        <span className={className} title="No venue of this profile has a market of it">
          {content}
        </span>
      ) : (
        <a
          className={`${className} focus-inset`}
          href={hashOf("markets", market.venue, market.symbol)}
          aria-current={current ? "true" : undefined}
        >
          {content}
        </a>
      )}
    </li>
  );
}
