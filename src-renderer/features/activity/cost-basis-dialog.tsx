// By which cost basis are gains reckoned, and what would another one change? Shown before it is set.
import { useRef, useState } from "react";
import { Button } from "#renderer/components/button.tsx";
import { Dialog } from "#renderer/components/dialog.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { SelectField } from "#renderer/components/select-field.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { useToast } from "#renderer/components/toast.tsx";
import { useActiveProfile } from "#renderer/hooks/use-active-profile.ts";
import { useBookCommand } from "#renderer/hooks/use-book-command.ts";
import { useBookQuery } from "#renderer/hooks/use-book-query.ts";
import { useBooks } from "#renderer/hooks/use-books.ts";
import { useNow } from "#renderer/hooks/use-now.ts";
import { costBasisWords, METHOD_WORDS, POOLING_WORDS } from "#renderer/lib/cost-basis-words.ts";
import { errorWords, toPanelState } from "#renderer/stores/to-loadable.ts";
import { type CostBasis, costBasisMethodSchema, poolingSchema } from "#shared/domain/books.ts";
import { ComparisonTable } from "./comparison-table.tsx";

export interface CostBasisDialogProps {
  readonly onClose: () => void;
}

const METHODS = costBasisMethodSchema.options.map((value) => ({ value, label: METHOD_WORDS[value] }));
const POOLINGS = poolingSchema.options.map((value) => ({ value, label: POOLING_WORDS[value] }));

export function CostBasisDialog({ onClose }: CostBasisDialogProps) {
  const books = useBooks();
  const toast = useToast();
  const now = useNow();
  const { profile } = useActiveProfile();
  const safe = useRef<HTMLButtonElement>(null);
  const [to, setTo] = useState<CostBasis>(profile.costBasis);
  const isSame = to.method === profile.costBasis.method && to.pooling === profile.costBasis.pooling;
  const comparison = useBookQuery({
    key: `${profile.id} ${to.method} ${to.pooling}`,
    ask: (signal) => books.compareMethods({ profileId: profile.id, to }, { signal }),
  });
  const command = useBookCommand(() => books.setCostBasis({ profileId: profile.id, to }));
  const submit = () =>
    void command.run(undefined).then((done) => {
      if (done === null) return;
      toast({ tone: "ok", title: "The books are reckoned anew", detail: costBasisWords(to) });
      onClose();
    });
  return (
    <Dialog
      open
      onClose={onClose}
      wide
      title="Cost basis"
      description="Another way restates every realized and unrealized gain of this profile. No entry changes, and you can change back."
      initialFocus={safe}
      foot={
        <>
          <Button ref={safe} onClick={onClose}>
            Keep {METHOD_WORDS[profile.costBasis.method]}
          </Button>
          <Button kind="primary" disabled={isSame || comparison.value === null || command.busy} onClick={submit}>
            Reckon by {METHOD_WORDS[to.method]}
          </Button>
        </>
      }
    >
      <div className="stack dialog-form">
        <div className="entry-fields">
          <SelectField
            label="Method"
            options={METHODS}
            value={to.method}
            onChange={(method) => setTo({ ...to, method })}
          />
          <SelectField
            label="Lots"
            options={POOLINGS}
            value={to.pooling}
            onChange={(pooling) => setTo({ ...to, pooling })}
          />
        </div>
        {isSame ? (
          <p className="f12 t2">
            This is how gains are reckoned now. Choose another to see first what it would change.
          </p>
        ) : (
          <LoadableView
            data={toPanelState(comparison, { now })}
            skeleton={<SkeletonRows rows={4} />}
            empty={{ children: "The books are empty: nothing would change." }}
          >
            {(value) => <ComparisonTable comparison={value} currency={profile.currency} />}
          </LoadableView>
        )}
        {command.error === null ? null : <ErrorState {...errorWords(command.error)} />}
      </div>
    </Dialog>
  );
}
