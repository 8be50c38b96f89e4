// How is an exchange connected, or an account's key replaced: venue, key, checks, done? Leaving before the end leaves nothing.
import { useState } from "react";
import { useStore } from "zustand";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useQuery } from "#renderer/hooks/use-query.ts";
import { accountsStore } from "#renderer/stores/engine-stores.ts";
import { navigationStore } from "#renderer/stores/navigation-store.ts";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import { Wizard } from "./wizard.tsx";
import "./connect.css";

/** The list only changes with the program. */
const ASK_AGAIN_MS = 600_000;

/** Address of replacing a key: `#/connect/replace/<profile>/<account>`. */
const REPLACE = "replace";

export function ConnectPanel() {
  const client = useClient();
  const venues = useQuery({
    key: "venues",
    ask: (signal) => client.accounts.venues({}, { signal }),
    everyMs: ASK_AGAIN_MS,
  });
  const parameters = useStore(navigationStore, (state) => state.parameters);
  const accounts = useStore(accountsStore, (state) => state.value);
  const [round, setRound] = useState(0);
  const [verb, profileId, accountId] = parameters;
  const replaces =
    verb === REPLACE
      ? (accounts ?? []).find((view) => view.profileId === profileId && view.account.id === accountId)
      : undefined;

  if (venues.value === null) {
    return venues.error === null ? (
      <div className="panel wizard-wait">
        <SkeletonRows rows={8} rowHeight={40} />
      </div>
    ) : (
      <ErrorState {...errorWords(venues.error)} />
    );
  }
  if (verb === REPLACE && replaces === undefined) {
    return accounts === null ? (
      <div className="panel wizard-wait">
        <SkeletonRows rows={8} rowHeight={40} />
      </div>
    ) : (
      <ErrorState
        happened="The account whose key is to be replaced is not there any more."
        meaning="Nothing was changed."
        next="Choose one under Accounts."
      />
    );
  }
  if (replaces !== undefined && !venues.value.some(({ venue }) => venue === replaces.account.venue)) {
    return (
      <ErrorState
        happened={`${replaces.account.venue} cannot be connected in this version, so its key cannot be replaced.`}
        meaning="Nothing was changed."
        next="Remove the account under Accounts, or use the version that connected it."
      />
    );
  }
  return (
    <Wizard
      key={`${parameters.join("/")} ${round}`}
      venues={venues.value}
      replaces={replaces ?? null}
      onAnother={() => setRound(round + 1)}
    />
  );
}
