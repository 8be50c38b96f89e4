// What can the books not explain? Each gap waits for an answer and is never guessed.
import { Button } from "#renderer/components/button.tsx";
import { Chip } from "#renderer/components/chip.tsx";
import { LoadablePanel } from "#renderer/components/loadable-panel.tsx";
import { PanelBody } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { ScrollBox } from "#renderer/components/scroll-box.tsx";
import { useActiveProfile } from "#renderer/hooks/use-active-profile.ts";
import { useNow } from "#renderer/hooks/use-now.ts";
import { formatQuantity } from "#renderer/lib/format-quantity.ts";
import { formatDateTime } from "#renderer/lib/format-time.ts";
import { hideAmountsIn } from "#renderer/lib/hide-amounts.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import type { BookGap } from "#shared/domain/books.ts";
import { openActivityView } from "./activity-views.ts";
import { useBookSummary } from "./use-book-summary.ts";

const KIND_WORDS = {
  soldMoreThanHeld: "More left than was there",
  unknownCost: "Cost not known",
  unknownProceeds: "Proceeds not known",
} as const satisfies Record<BookGap["kind"], string>;

export function GapsPanel() {
  const { profile } = useActiveProfile();
  const { timeZone, hideAmounts } = usePreferences();
  const summary = useBookSummary();
  const now = useNow();
  const state = toPanelState(summary, { now });
  return (
    <LoadablePanel
      title="Gaps"
      meta={summary.value === null ? undefined : `${summary.value.gaps.length} open`}
      actions={<Button onClick={() => openActivityView("imports")}>Import what is missing</Button>}
      data={state}
      rows={4}
      rowHeight={44}
      empty={{ children: "The books are empty." }}
    >
      {({ gaps }) =>
        gaps.length === 0 ? (
          <PanelBody>
            <span className="row">
              <Chip tone="ok" icon="check">
                None
              </Chip>
              <span className="f12 t2">Every unit that left had come in before, at a known cost.</span>
            </span>
          </PanelBody>
        ) : (
          <ScrollBox label="All gaps" className="scroll grow">
            <ul className="gaps">
              {gaps.map((gap) => (
                <li key={`${gap.transactionId} ${gap.kind} ${gap.asset}`}>
                  <div className="row">
                    <b className="ov">{KIND_WORDS[gap.kind]}</b>
                    <span className="num">
                      {formatQuantity(gap.quantity, { asset: gap.asset, hidden: hideAmounts })}
                    </span>
                    <span className="t3 end">
                      {profile.accounts.find(({ id }) => id === gap.accountId)?.name ?? gap.accountId},{" "}
                      {formatDateTime(gap.ts, timeZone)}
                    </span>
                  </div>
                  <p className="t2">{hideAmounts ? hideAmountsIn(gap.message) : gap.message}</p>
                </li>
              ))}
            </ul>
          </ScrollBox>
        )
      }
    </LoadablePanel>
  );
}
