// What does the program propose, most urgent first, and why did nothing happen at the last check?
import { useMemo, useState } from "react";
import { useStore } from "zustand";
import { Button } from "#renderer/components/button.tsx";
import { EmptyState } from "#renderer/components/empty-state.tsx";
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { StaleChip } from "#renderer/components/stale-chip.tsx";
import { useToast } from "#renderer/components/toast.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useActiveProfile } from "#renderer/hooks/use-active-profile.ts";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { useNow } from "#renderer/hooks/use-now.ts";
import { formatClock, formatDateTime } from "#renderer/lib/format-time.ts";
import { doubtOfPortfolio, type PriceDoubt } from "#renderer/lib/price-doubt.ts";
import { portfolioStore, suggestionsStore } from "#renderer/stores/engine-stores.ts";
import { hashOf } from "#renderer/stores/navigation-store.ts";
import { adoptSuggestion } from "#renderer/stores/planning-store.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import { toShownError } from "#shared/contract/shown-error.ts";
import type { Suggestions } from "#shared/contract/views.ts";
import type { Suggestion } from "#shared/domain/suggestion.ts";
import { DismissDialog } from "./dismiss-dialog.tsx";
import { type Snooze, SuggestionCard } from "./suggestion-card.tsx";
import { countWords, orderSuggestions } from "./suggestion-order.ts";

export function SuggestionsPanel() {
  const suggestions = useStore(suggestionsStore);
  const now = useNow();
  const state = toPanelState(suggestions, { now });
  const open = suggestions.value?.open ?? [];
  const doubt = doubtOfPortfolio(useStore(portfolioStore, ({ value }) => value));
  return (
    <Panel
      title="Suggestions"
      meta={suggestions.value === null ? undefined : countWords(open, now)}
      className="over-suggestions"
      actions={state.state === "stale" ? <StaleChip ageMs={state.ageMs} /> : undefined}
      foot={<LastCheck suggestions={suggestions.value} />}
    >
      <LoadableView
        data={state}
        skeleton={
          <PanelBody>
            <SkeletonRows rows={4} rowHeight={62} />
          </PanelBody>
        }
        empty={{ children: "No suggestion is open." }}
      >
        {(value) => <SuggestionList open={value.open} now={now} doubt={doubt} />}
      </LoadableView>
    </Panel>
  );
}

interface SuggestionListProps {
  readonly open: readonly Suggestion[];
  readonly now: number;
  readonly doubt: PriceDoubt | null;
}

function SuggestionList({ open, now, doubt }: SuggestionListProps) {
  const client = useClient();
  const toast = useToast();
  const { profile } = useActiveProfile();
  const [leaving, setLeaving] = useState<Suggestion | null>(null);
  const ordered = useMemo(() => orderSuggestions(open, now), [open, now]);
  const dismiss = useCommand((input: { readonly suggestion: Suggestion; readonly reason: string }) =>
    client.rebalancing.dismiss({
      profileId: profile.id,
      suggestionId: input.suggestion.id,
      reason: input.reason,
    }),
  );
  const snooze = (suggestion: Suggestion, until: Snooze) =>
    void client.rebalancing.snooze({ profileId: profile.id, suggestionId: suggestion.id, until }).then(
      () => undefined,
      (error: unknown) => toast({ tone: "error", title: "Not snoozed", detail: toShownError(error).message }),
    );
  const close = () => {
    dismiss.clearError();
    setLeaving(null);
  };
  if (ordered.length === 0) {
    return (
      <PanelBody>
        <EmptyState>
          {doubt === null
            ? "Every weight is inside its band and no other rule asks for anything."
            : `No suggestion is open, and none is made on prices like these. ${doubt.reason}`}
        </EmptyState>
      </PanelBody>
    );
  }
  return (
    <>
      <ol className="suggestions scroll" aria-label="Open suggestions">
        {ordered.map((suggestion, index) => (
          <SuggestionCard
            key={suggestion.id}
            suggestion={suggestion}
            first={index === 0}
            now={now}
            onReview={() => {
              const exit = suggestion.plan?.exit;
              if (exit === undefined) adoptSuggestion(suggestion, profile);
              location.hash = exit === undefined ? hashOf("rebalance") : hashOf("rebalance", "exit", exit);
            }}
            onSnooze={(until) => snooze(suggestion, until)}
            onDismiss={() => setLeaving(suggestion)}
          />
        ))}
      </ol>
      {leaving === null ? null : (
        <DismissDialog
          suggestion={leaving}
          busy={dismiss.busy}
          error={dismiss.error}
          onClose={close}
          onDismiss={(reason) =>
            void dismiss.run({ suggestion: leaving, reason }).then((done) => {
              if (done !== null) close();
            })
          }
        />
      )}
    </>
  );
}

function LastCheck({ suggestions }: { readonly suggestions: Suggestions | null }) {
  const client = useClient();
  const { profile } = useActiveProfile();
  const { timeZone } = usePreferences();
  const check = useCommand(() => client.rebalancing.check({ profileId: profile.id, force: true }));
  const last = suggestions?.lastEvaluation ?? null;
  return (
    <>
      <p className="f12 last-check">
        {check.error !== null ? (
          <span className="dn">Not checked. {check.error.message}</span>
        ) : last === null ? (
          <span className="t3">Not checked yet.</span>
        ) : (
          <>
            <span className="t3 num" title={`Last check ${formatDateTime(last.ts, timeZone)}`}>
              {formatClock(last.ts, timeZone)}
            </span>{" "}
            <span className="t2">{last.summary}</span>
          </>
        )}
      </p>
      <Button kind="ghost" className="end" disabled={check.busy} onClick={() => void check.run(undefined)}>
        Check now
      </Button>
    </>
  );
}
