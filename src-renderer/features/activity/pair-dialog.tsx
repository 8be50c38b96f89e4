// Which deposit did a withdrawal become, or which withdrawal was it before? Together they are one transfer between own accounts.
import { useRef, useState } from "react";
import { Button } from "#renderer/components/button.tsx";
import { Dialog } from "#renderer/components/dialog.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { useToast } from "#renderer/components/toast.tsx";
import { useActiveProfile } from "#renderer/hooks/use-active-profile.ts";
import { useBookCommand } from "#renderer/hooks/use-book-command.ts";
import { useBookQuery } from "#renderer/hooks/use-book-query.ts";
import { useBooks } from "#renderer/hooks/use-books.ts";
import { useNow } from "#renderer/hooks/use-now.ts";
import { formatQuantity } from "#renderer/lib/format-quantity.ts";
import { formatDateTime } from "#renderer/lib/format-time.ts";
import { errorWords, toPanelState } from "#renderer/stores/to-loadable.ts";
import type { BookRow } from "#shared/contract/views.ts";
import { ensure } from "#shared/domain/assert.ts";
import type { TransactionId } from "#shared/domain/ids.ts";
import type { Transaction } from "#shared/domain/transaction.ts";

export interface PairDialogProps {
  readonly row: BookRow;
  /** To put together, else to part. */
  readonly paired: boolean;
  readonly onClose: () => void;
}

/** The nearest in time are what is looked for. */
const MOST_CANDIDATES = 20;
const READ = 200;

export function PairDialog({ row, paired, onClose }: PairDialogProps) {
  const books = useBooks();
  const toast = useToast();
  const safe = useRef<HTMLButtonElement>(null);
  const [chosen, setChosen] = useState<TransactionId | null>(row.pairedWith);
  const { id, profileId, type } = row.transaction;
  const command = useBookCommand((other: TransactionId) =>
    books.pair({
      profileId,
      paired,
      withdrawalId: type === "withdrawal" ? id : other,
      depositId: type === "withdrawal" ? other : id,
    }),
  );
  const submit = () =>
    void command.run(ensure(chosen, "other half")).then((done) => {
      if (done === null) return;
      toast({ tone: "ok", title: paired ? "Taken as one transfer" : "No longer one transfer" });
      onClose();
    });
  return (
    <Dialog
      open
      onClose={onClose}
      wide
      title={paired ? "Pair as one transfer" : "Not one transfer?"}
      description={
        paired
          ? "The lots move along with their cost and their time; nothing is gained or lost by it."
          : "The withdrawal and the deposit are then money that left and money that came."
      }
      initialFocus={safe}
      foot={
        <>
          <Button ref={safe} onClick={onClose}>
            Cancel
          </Button>
          <Button kind="primary" disabled={chosen === null || command.busy} onClick={submit}>
            {paired ? "Pair" : "Part them"}
          </Button>
        </>
      }
    >
      <div className="stack dialog-form">
        {paired ? <Candidates entry={row.transaction} chosen={chosen} onChoose={setChosen} /> : null}
        {command.error === null ? null : <ErrorState {...errorWords(command.error)} />}
      </div>
    </Dialog>
  );
}

interface CandidatesProps {
  readonly entry: Transaction;
  readonly chosen: TransactionId | null;
  readonly onChoose: (id: TransactionId) => void;
}

function Candidates({ entry, chosen, onChoose }: CandidatesProps) {
  const books = useBooks();
  const { profile } = useActiveProfile();
  const { timeZone, hideAmounts } = usePreferences();
  const now = useNow();
  const type = entry.type === "withdrawal" ? "deposit" : "withdrawal";
  const found = useBookQuery({
    key: `${entry.id} ${type}`,
    ask: async (signal) => {
      const filter = { asset: entry.asset, type } as const;
      const { rows } = await books.page({ profileId: entry.profileId, filter, limit: READ }, { signal });
      return rows
        .filter(
          ({ setAside, pairedWith, transaction: { accountId } }) =>
            setAside === null && pairedWith === null && accountId !== entry.accountId,
        )
        .map(({ transaction }) => transaction)
        .sort((a, b) => Math.abs(a.ts - entry.ts) - Math.abs(b.ts - entry.ts))
        .slice(0, MOST_CANDIDATES);
    },
  });
  return (
    <LoadableView
      data={toPanelState(found, { now, isEmpty: (candidates) => candidates.length === 0 })}
      skeleton={<SkeletonRows rows={3} />}
      empty={{ children: `The books hold no ${type} of ${entry.asset} at another account that is still alone.` }}
    >
      {(candidates) => (
        <fieldset className="candidates">
          <legend className="lab">Which {type} belongs to it?</legend>
          {candidates.map((candidate) => (
            <label key={candidate.id} className="row">
              <input
                type="radio"
                name="other half"
                checked={chosen === candidate.id}
                onChange={() => onChoose(candidate.id)}
              />
              <span className="num">
                {formatQuantity(candidate.quantity, { asset: entry.asset, hidden: hideAmounts })}
              </span>
              <span className="t2">
                {profile.accounts.find(({ id }) => id === candidate.accountId)?.name ?? candidate.accountId},{" "}
                {formatDateTime(candidate.ts, timeZone)}
              </span>
            </label>
          ))}
        </fieldset>
      )}
    </LoadableView>
  );
}
