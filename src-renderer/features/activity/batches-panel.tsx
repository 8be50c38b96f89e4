// What came in together, from which file, and does it count? Each batch is taken out and put back as a whole.
import { useState } from "react";
import { Button } from "#renderer/components/button.tsx";
import { Chip } from "#renderer/components/chip.tsx";
import { LoadablePanel } from "#renderer/components/loadable-panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { ScrollBox } from "#renderer/components/scroll-box.tsx";
import { useActiveProfile } from "#renderer/hooks/use-active-profile.ts";
import { useBookQuery } from "#renderer/hooks/use-book-query.ts";
import { useBooks } from "#renderer/hooks/use-books.ts";
import { useNow } from "#renderer/hooks/use-now.ts";
import { formatDate, formatDateTime } from "#renderer/lib/format-time.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import type { BookBatch } from "#shared/domain/books.ts";
import { type BatchDecision, BatchDialog } from "./batch-dialog.tsx";

interface Asked {
  readonly batch: BookBatch;
  readonly decision: BatchDecision;
}

const write = (count: number) => count.toLocaleString("en-US");

export function BatchesPanel() {
  const books = useBooks();
  const { profile } = useActiveProfile();
  const now = useNow();
  const [asked, setAsked] = useState<Asked | null>(null);
  const batches = useBookQuery({
    key: profile.id,
    ask: (signal) => books.batches({ profileId: profile.id }, { signal }),
  });
  const state = toPanelState(batches, { now, isEmpty: ({ total }) => total === 0 });
  const { rows, total } = batches.value ?? { rows: [], total: 0 };
  return (
    <>
      <LoadablePanel
        title="Batches"
        meta="what came in together"
        data={state}
        rows={4}
        rowHeight={44}
        empty={{ children: "Nothing came in from a file or by hand yet. What does is listed here and can be undone." }}
        {...(rows.length < total
          ? {
              foot: <span className="f12 t3">{`The newest ${write(rows.length)} of ${write(total)} are listed.`}</span>,
            }
          : {})}
      >
        {(value) => (
          <ScrollBox label="All batches" className="scroll grow">
            <ul className="gaps">
              {value.rows.map((batch) => (
                <BatchItem
                  key={batch.batchId}
                  batch={batch}
                  nameOf={(id) => profile.accounts.find((one) => one.id === id)?.name ?? id}
                  onDecide={(decision) => setAsked({ batch, decision })}
                />
              ))}
            </ul>
          </ScrollBox>
        )}
      </LoadablePanel>
      {asked === null ? null : (
        <BatchDialog
          profileId={profile.id}
          batchId={asked.batch.batchId}
          decision={asked.decision}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  );
}

interface BatchItemProps {
  readonly batch: BookBatch;
  readonly nameOf: (accountId: string) => string;
  readonly onDecide: (decision: BatchDecision) => void;
}

function BatchItem({ batch, nameOf, onDecide }: BatchItemProps) {
  const { timeZone } = usePreferences();
  const { entries, takenOut, ts, accounts } = batch;
  const [from, until] = [formatDate(batch.from, timeZone), formatDate(batch.until, timeZone)];
  const name = nameOfBatch(batch);
  return (
    <li>
      <div className="row">
        <b className="trunc" title={name}>
          {name}
        </b>
        <CountChip batch={batch} />
        <span className="end row">
          {takenOut === entries ? null : (
            <Button icon="undo" aria-label={`Undo ${name}`} onClick={() => onDecide("undoBatch")}>
              Undo
            </Button>
          )}
          {takenOut === 0 ? null : (
            <Button aria-label={`Restore ${name}`} onClick={() => onDecide("redoBatch")}>
              Restore
            </Button>
          )}
        </span>
      </div>
      <p className="t2">
        {entries === 1 ? "1 entry" : `${write(entries)} entries`}{" "}
        {from === until ? `of ${from}` : `from ${from} to ${until}`}, {accounts.map(nameOf).join(", ")}
        {ts === null ? "" : `; came in ${formatDateTime(ts, timeZone)}`}
      </p>
    </li>
  );
}

function nameOfBatch({ source, name }: BookBatch): string {
  if (source === "manual") return "Entered by hand";
  return name ?? "A file";
}

function CountChip({ batch: { entries, setAside } }: { readonly batch: BookBatch }) {
  if (setAside === 0) return null;
  return (
    <Chip tone={setAside === entries ? "muted" : "over"}>
      {setAside === entries ? "does not count" : `${write(setAside)} do not count`}
    </Chip>
  );
}
