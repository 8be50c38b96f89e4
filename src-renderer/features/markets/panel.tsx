// How does a market move, what does it cost to trade there, and do the venues agree?
import { useStore } from "zustand";
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useActiveProfile } from "#renderer/hooks/use-active-profile.ts";
import { useNow } from "#renderer/hooks/use-now.ts";
import { useQuery } from "#renderer/hooks/use-query.ts";
import { portfolioStore } from "#renderer/stores/engine-stores.ts";
import { hashOf, navigationStore } from "#renderer/stores/navigation-store.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import { ChartPanel } from "./chart-panel.tsx";
import { ConsensusPanel } from "./consensus-panel.tsx";
import { DepthPanel } from "./depth-panel.tsx";
import { HoldingPanel } from "./holding-panel.tsx";
import { findMarket, firstMarket, marketKey } from "./market-choice.ts";
import { WatchListPanel } from "./watch-list-panel.tsx";
import "./markets.css";

const INSTRUMENTS_EVERY_MS = 60_000;

export function MarketsPanel() {
  const client = useClient();
  const { profile } = useActiveProfile();
  const parameters = useStore(navigationStore, (state) => state.parameters);
  const portfolio = useStore(portfolioStore, (state) => state.value);
  const now = useNow();
  const instruments = useQuery<readonly Instrument[]>({
    key: profile.id,
    ask: (signal) => client.marketData.instruments({ profileId: profile.id }, { signal }),
    everyMs: INSTRUMENTS_EVERY_MS,
  });
  const state = toPanelState(instruments, { now, isEmpty: (list) => list.length === 0 });
  const known = instruments.value ?? [];
  const market = findMarket(known, parameters) ?? firstMarket(known, portfolio?.positions ?? [], profile.currency);
  return (
    <>
      <h1 className="sr">Markets</h1>
      <div className="markets-grid">
        <WatchListPanel instruments={known} shown={market ?? null} />
        {market === undefined ? (
          <Panel title="Market" className="markets-wait">
            <PanelBody>
              <LoadableView
                data={state}
                skeleton={<SkeletonRows rows={12} rowHeight={40} />}
                empty={{
                  children: "The venues of this profile have told of no market yet.",
                  action: (
                    <a className="btn" href={hashOf("settings")}>
                      See connections
                    </a>
                  ),
                }}
              >
                {() => null}
              </LoadableView>
            </PanelBody>
          </Panel>
        ) : (
          <>
            <div className="col markets-middle">
              <ChartPanel instrument={market} instruments={known} />
              <ConsensusPanel asset={market.base} currency={profile.currency} instruments={known} />
            </div>
            <div className="col markets-side">
              <DepthPanel key={marketKey(market)} instrument={market} instruments={known} />
              <HoldingPanel asset={market.base} currency={profile.currency} />
            </div>
          </>
        )}
      </div>
    </>
  );
}
