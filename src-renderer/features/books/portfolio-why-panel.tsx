// Why is a figure of the whole portfolio what it is? Down to the entries of the books and the prices.
import { useState } from "react";
import { DerivationTree } from "#renderer/components/derivation-tree.tsx";
import { LoadablePanel } from "#renderer/components/loadable-panel.tsx";
import { PanelBody } from "#renderer/components/panel.tsx";
import { Segmented } from "#renderer/components/segmented.tsx";
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
    <LoadablePanel
      title="Why this number?"
      actions={<Segmented label="Figure" options={FIGURES} value={figure} onChange={setFigure} compact />}
      data={state}
      rows={6}
      empty={{ children: "The books are empty." }}
    >
      {(root) => (
        <PanelBody scroll>
          <DerivationTree
            key={figure}
            root={root}
            isShare={figure === "return"}
            accountName={(id) => profile.accounts.find((account) => account.id === id)?.name ?? id}
            entryHref={(id) => hashOf("activity", "transactions", id)}
          />
        </PanelBody>
      )}
    </LoadablePanel>
  );
}
