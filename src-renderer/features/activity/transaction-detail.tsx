// What is known of one entry, where does it come from, and what can be done about it?
import { useState } from "react";
import { Button } from "#renderer/components/button.tsx";
import { EmptyState } from "#renderer/components/empty-state.tsx";
import { Note } from "#renderer/components/note.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { transactionWords } from "#renderer/lib/transaction-words.ts";
import type { BookRow } from "#shared/contract/views.ts";
import { DecisionDialog, type EntryDecision } from "./decision-dialog.tsx";
import { EntryDialog } from "./entry-dialog.tsx";
import { TransactionFields } from "./transaction-fields.tsx";

export interface TransactionDetailProps {
  readonly row: BookRow | null;
}

type Open = EntryDecision | "correct";

export function TransactionDetail({ row }: TransactionDetailProps) {
  const [open, setOpen] = useState<Open | null>(null);
  if (row === null) {
    return (
      <Panel title="Entry">
        <PanelBody>
          <EmptyState>Choose an entry to see all that is known of it, to correct it or to set it aside.</EmptyState>
        </PanelBody>
      </Panel>
    );
  }
  const { transaction, setAside, pairedWith } = row;
  const isTransfer = transaction.type === "withdrawal" || transaction.type === "deposit";
  return (
    <Panel title="Entry" meta={`${transactionWords(transaction)}, ${transaction.asset}`}>
      <PanelBody scroll>
        <div className="stack">
          {setAside === null ? null : (
            <Note tone="over" title="It does not count.">
              {setAside}
            </Note>
          )}
          <TransactionFields row={row} />
          <div className="entry-deeds">
            {setAside === null ? (
              <>
                <Button onClick={() => setOpen("correct")}>Correct</Button>
                <Button onClick={() => setOpen("setAside")}>Set aside</Button>
              </>
            ) : (
              <Button icon="undo" onClick={() => setOpen("restore")}>
                Count it again
              </Button>
            )}
            {setAside !== null || !isTransfer ? null : (
              <Button icon="link" onClick={() => setOpen(pairedWith === null ? "pair" : "part")}>
                {pairedWith === null ? "Pair as a transfer" : "Not one transfer"}
              </Button>
            )}
            {transaction.batchId === null ? null : (
              <Button icon="undo" onClick={() => setOpen(setAside === null ? "undoBatch" : "redoBatch")}>
                {setAside === null ? "Undo the whole batch" : "Put the batch back"}
              </Button>
            )}
          </div>
        </div>
      </PanelBody>
      {open === "correct" ? <EntryDialog replaced={transaction} onClose={() => setOpen(null)} /> : null}
      {open === null || open === "correct" ? null : (
        <DecisionDialog row={row} decision={open} onClose={() => setOpen(null)} />
      )}
    </Panel>
  );
}
