// Why is a figure of the whole portfolio what it is? Down to the entries of the books and the prices.
import { useState } from "react";
import { DerivationTree } from "#renderer/components/derivation-tree.tsx";
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { Segmented } from "#renderer/components/segmented.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { StaleChip } from "#renderer/components/stale-chip.tsx";
import { useActiveProfile } from "#renderer/hooks/use-active-profile.ts";
import { useBookQuery } from "#renderer/hooks/use-book-query.ts";
import { useBooks } from "#renderer/hooks/use-books.ts";
import { useNow } from "#renderer/hooks/use-now.ts";
import { hashOf } from "#renderer/stores/navigation-store.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";

const FIGURES = [
  { value: "value", label: "Value" },
  { value: "pnl", label: "PnL" },
  { value: "return", label: "Return" },
  { value: "cost", label: "Cost" },
] as const;

export function PortfolioWhyPanel() {
  const books = useBooks();
  const { profile } = useActiveProfile();
  const now = useNow();
  const [figure, setFigure] = useState<(typeof FIGURES)[number]["value"]>("pnl");
  const why = useBookQuery({
    key: `${profile.id} ${figure}`,
    ask: (signal) => books.why({ profileId: profile.id, asset: null, figure }, { signal }),
  });
  const state = toPanelState(why, { now });
  return (
    <Panel
      title="Why this number?"
      actions={
        <>
          {state.state === "stale" ? <StaleChip ageMs={state.ageMs} /> : null}
          <Segmented label="Figure" options={FIGURES} value={figure} onChange={setFigure} compact />
        </>
      }
    >
      <PanelBody scroll>
        <LoadableView data={state} skeleton={<SkeletonRows rows={6} />} empty={{ children: "The books are empty." }}>
          {(root) => (
            <DerivationTree
              key={figure}
              root={root}
              isShare={figure === "return"}
              accountName={(id) => profile.accounts.find((account) => account.id === id)?.name ?? id}
              entryHref={(id) => hashOf("activity", "transactions", id)}
            />
          )}
        </LoadableView>
      </PanelBody>
    </Panel>
  );
}
