// What lies behind one position: how it came to be, where it is, and why its value is what it is?
import { useState } from "react";
import { useStore } from "zustand";
import { Segmented } from "#renderer/components/segmented.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useActiveProfile } from "#renderer/hooks/use-active-profile.ts";
import { useBookQuery } from "#renderer/hooks/use-book-query.ts";
import { useBooks } from "#renderer/hooks/use-books.ts";
import { useNow } from "#renderer/hooks/use-now.ts";
import { useQuery } from "#renderer/hooks/use-query.ts";
import { pricesStore } from "#renderer/stores/engine-stores.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import type { Position } from "#shared/domain/portfolio.ts";
import { LotsPanel } from "./lots-panel.tsx";
import { ReconciliationFixes } from "./reconciliation-fixes.tsx";
import { TransactionsPanel } from "./transactions-panel.tsx";
import { WherePanel } from "./where-panel.tsx";
import { WHY_FIGURES, type WhyFigure } from "./why-figures.ts";
import { WhyPanel } from "./why-panel.tsx";
import { WhyTree } from "./why-tree.tsx";

export interface AssetDetailPanelsProps {
  readonly position: Position;
  readonly currency: string;
  readonly onClose: () => void;
}

const DETAIL_EVERY_MS = 15_000;
const TABS = [
  { value: "lots", label: "Lots" },
  { value: "transactions", label: "Transactions" },
] as const;
type Tab = (typeof TABS)[number]["value"];

export function AssetDetailPanels({ position, currency, onClose }: AssetDetailPanelsProps) {
  const client = useClient();
  const books = useBooks();
  const { profile } = useActiveProfile();
  const now = useNow();
  const [tab, setTab] = useState<Tab>("lots");
  const [figure, setFigure] = useState<WhyFigure>("value");
  const live = useStore(
    pricesStore,
    ({ value }) => value?.prices.find(({ asset }) => asset === position.asset) ?? null,
  );
  const isStale = useStore(pricesStore, ({ status }) => status === "failed");
  const detail = useQuery({
    key: `${profile.id} ${position.asset}`,
    ask: (signal) => client.portfolio.assetDetail({ profileId: profile.id, asset: position.asset }, { signal }),
    everyMs: DETAIL_EVERY_MS,
    // A fill, a deposit or a withdrawal shows in the quantity first.
    refresh: position.quantity,
  });
  const { asset } = position;
  const { method, pooling } = profile.costBasis;
  const lots = useBookQuery({
    key: `${profile.id} ${asset}`,
    ask: (signal) => books.lots({ profileId: profile.id, asset }, { signal }),
    refresh: `${position.quantity} ${method} ${pooling}`,
  });
  const state = toPanelState(detail, { now });
  const tabs = <Segmented label="Behind the position" options={TABS} value={tab} onChange={setTab} compact />;
  return (
    <div className="detail-grid">
      {tab === "lots" ? (
        <LotsPanel
          position={position}
          accounts={profile.accounts}
          costBasis={profile.costBasis}
          state={toPanelState(lots, { now, isEmpty: (all) => all.length === 0 })}
          tabs={tabs}
        />
      ) : (
        <TransactionsPanel asset={asset} currency={currency} accounts={profile.accounts} state={state} tabs={tabs} />
      )}
      <WherePanel position={position} accounts={profile.accounts} state={state}>
        <ReconciliationFixes asset={asset} refresh={position.quantity} />
      </WherePanel>
      <WhyPanel
        position={position}
        currency={currency}
        price={live ?? detail.value?.price ?? null}
        isStale={isStale}
        figure={figure}
        switcher={<Segmented label="Figure" options={WHY_FIGURES} value={figure} onChange={setFigure} compact />}
        onClose={onClose}
      >
        <WhyTree asset={asset} figure={figure} refresh={position.quantity} />
      </WhyPanel>
    </div>
  );
}
