// What can be done where the books and an account do not agree on this asset? Each fix is written down and can be undone.
import { ErrorState } from "#renderer/components/error-state.tsx";
import { FixButtons } from "#renderer/components/fix-buttons.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { useToast } from "#renderer/components/toast.tsx";
import { useActiveProfile } from "#renderer/hooks/use-active-profile.ts";
import { useBatchUndo } from "#renderer/hooks/use-batch-undo.ts";
import { useBookCommand } from "#renderer/hooks/use-book-command.ts";
import { useBookQuery } from "#renderer/hooks/use-book-query.ts";
import { useBooks } from "#renderer/hooks/use-books.ts";
import { fixWords } from "#renderer/lib/fix-words.ts";
import { formatQuantity } from "#renderer/lib/format-quantity.ts";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { ReconciliationFix, ReconciliationLine } from "#shared/domain/reconciliation.ts";

export interface ReconciliationFixesProps {
  readonly asset: Asset;
  /** Asks again when it changes. */
  readonly refresh: string;
}

interface Fix {
  readonly line: ReconciliationLine;
  readonly fix: ReconciliationFix;
}

export function ReconciliationFixes({ asset, refresh }: ReconciliationFixesProps) {
  const books = useBooks();
  const toast = useToast();
  const undo = useBatchUndo(toast);
  const { profile } = useActiveProfile();
  const { hideAmounts: hidden } = usePreferences();
  const lines = useBookQuery({
    key: profile.id,
    refresh,
    ask: (signal) => books.reconciliation({ profileId: profile.id }, { signal }),
  });
  const command = useBookCommand(({ line: { accountId, difference }, fix }: Fix) =>
    books.fix({ profileId: profile.id, accountId, asset, difference, fix }),
  );
  const apply = (line: ReconciliationLine, fix: ReconciliationFix) =>
    void command.run({ line, fix }).then((changed) => {
      if (changed === null) return;
      toast({
        tone: "ok",
        title: fixWords(fix),
        detail: `${asset}: done and written down`,
        ...undo(profile.id, changed.batchId),
      });
    });
  const open = (lines.value ?? []).filter(
    (line) => line.asset === asset && line.fixes.length > 0 && !Decimal.parse(line.difference).isZero,
  );
  const error = command.error ?? (lines.value === null ? lines.error : null);
  return (
    <>
      {open.map((line) => {
        const account = profile.accounts.find(({ id }) => id === line.accountId)?.name ?? line.accountId;
        return (
          <div key={line.accountId} className="where-fixes">
            <p className="f12 t2">
              {account}: {formatQuantity(line.difference, { asset, sign: "always", hidden })}
            </p>
            <FixButtons
              label={`${asset} at ${account}`}
              fixes={line.fixes}
              busy={command.busy}
              onFix={(fix) => apply(line, fix)}
            />
          </div>
        );
      })}
      {error === null ? null : <ErrorState {...errorWords(error)} />}
    </>
  );
}
