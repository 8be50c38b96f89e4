// What lies behind one position: how it came to be, where it is, and why its value is what it is?
import { useStore } from "zustand";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useActiveProfile } from "#renderer/hooks/use-active-profile.ts";
import { useNow } from "#renderer/hooks/use-now.ts";
import { useQuery } from "#renderer/hooks/use-query.ts";
import { pricesStore } from "#renderer/stores/engine-stores.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import type { Position } from "#shared/domain/portfolio.ts";
import { TransactionsPanel } from "./transactions-panel.tsx";
import { WherePanel } from "./where-panel.tsx";
import { WhyPanel } from "./why-panel.tsx";

export interface AssetDetailPanelsProps {
  readonly position: Position;
  readonly currency: string;
  readonly onClose: () => void;
}

const DETAIL_EVERY_MS = 15_000;

export function AssetDetailPanels({ position, currency, onClose }: AssetDetailPanelsProps) {
  const client = useClient();
  const { profile } = useActiveProfile();
  const now = useNow();
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
  const state = toPanelState(detail, { now });
  return (
    <div className="detail-grid">
      <TransactionsPanel asset={position.asset} currency={currency} accounts={profile.accounts} state={state} />
      <WherePanel position={position} accounts={profile.accounts} state={state} />
      <WhyPanel
        position={position}
        currency={currency}
        price={live ?? detail.value?.price ?? null}
        isStale={isStale}
        onClose={onClose}
      />
    </div>
  );
}
