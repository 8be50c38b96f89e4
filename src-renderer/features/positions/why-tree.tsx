// How is a figure of an asset made, down to the entries of the books and the prices it came from?
import { DerivationTree } from "#renderer/components/derivation-tree.tsx";
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { useActiveProfile } from "#renderer/hooks/use-active-profile.ts";
import { useBookQuery } from "#renderer/hooks/use-book-query.ts";
import { useBooks } from "#renderer/hooks/use-books.ts";
import { useNow } from "#renderer/hooks/use-now.ts";
import { hashOf } from "#renderer/stores/navigation-store.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { WhyFigure } from "./why-figures.ts";

export interface WhyTreeProps {
  readonly asset: Asset;
  readonly figure: WhyFigure;
  /** Asks again when it changes. */
  readonly refresh: string;
}

export function WhyTree({ asset, figure, refresh }: WhyTreeProps) {
  const books = useBooks();
  const { profile } = useActiveProfile();
  const now = useNow();
  const why = useBookQuery({
    key: `${profile.id} ${asset} ${figure}`,
    refresh,
    ask: (signal) => books.why({ profileId: profile.id, asset, figure }, { signal }),
  });
  return (
    <LoadableView
      data={toPanelState(why, { now })}
      skeleton={<SkeletonRows rows={4} />}
      empty={{ children: "The books say nothing of it." }}
    >
      {(root) => (
        <DerivationTree
          root={root}
          isShare={figure === "weight" || figure === "return"}
          accountName={(id) => profile.accounts.find((account) => account.id === id)?.name ?? id}
          entryHref={(id) => hashOf("activity", "transactions", id)}
        />
      )}
    </LoadableView>
  );
}
