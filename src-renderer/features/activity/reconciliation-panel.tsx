// What does each venue say, what do the books say, and which fix ends the difference?
import { useState } from "react";
import { AssetLabel } from "#renderer/components/asset-label.tsx";
import { Chip } from "#renderer/components/chip.tsx";
import { FixButtons } from "#renderer/components/fix-buttons.tsx";
import { LoadablePanel } from "#renderer/components/loadable-panel.tsx";
import { PanelBody } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { ScrollBox } from "#renderer/components/scroll-box.tsx";
import { Segmented } from "#renderer/components/segmented.tsx";
import { useToast } from "#renderer/components/toast.tsx";
import { useActiveProfile } from "#renderer/hooks/use-active-profile.ts";
import { useBatchUndo } from "#renderer/hooks/use-batch-undo.ts";
import { useBookCommand } from "#renderer/hooks/use-book-command.ts";
import { useBookQuery } from "#renderer/hooks/use-book-query.ts";
import { useBooks } from "#renderer/hooks/use-books.ts";
import { useNow } from "#renderer/hooks/use-now.ts";
import { fixWords } from "#renderer/lib/fix-words.ts";
import { formatQuantity } from "#renderer/lib/format-quantity.ts";
import { errorWords, toPanelState } from "#renderer/stores/to-loadable.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { ReconciliationFix, ReconciliationLine } from "#shared/domain/reconciliation.ts";

const SHOWN = [
  { value: "differences", label: "Differences" },
  { value: "all", label: "All" },
] as const;

interface Fix {
  readonly line: ReconciliationLine;
  readonly fix: ReconciliationFix;
}

export function ReconciliationPanel() {
  const books = useBooks();
  const toast = useToast();
  const undo = useBatchUndo(toast);
  const now = useNow();
  const { profile } = useActiveProfile();
  const [shown, setShown] = useState<(typeof SHOWN)[number]["value"]>("differences");
  const lines = useBookQuery({
    key: profile.id,
    ask: (signal) => books.reconciliation({ profileId: profile.id }, { signal }),
  });
  const command = useBookCommand(({ line: { accountId, asset, difference }, fix }: Fix) =>
    books.fix({ profileId: profile.id, accountId, asset, difference, fix }),
  );
  const apply = (line: ReconciliationLine, fix: ReconciliationFix) =>
    void command.run({ line, fix }).then((changed) => {
      if (changed === null) return;
      toast({
        tone: "ok",
        title: fixWords(fix),
        detail: `${line.asset}: done and written down`,
        ...undo(profile.id, changed.batchId),
      });
    });
  const state = toPanelState(lines, { now, isEmpty: (all) => all.length === 0 });
  const differing = (lines.value ?? []).filter(({ difference }) => !Decimal.parse(difference).isZero);
  const count = lines.value?.length ?? 0;
  return (
    <LoadablePanel
      title="Venues and books"
      className="reconciliation"
      meta={lines.value === null ? undefined : `${count - differing.length} of ${count} agree to the last digit`}
      actions={<Segmented label="Shown" options={SHOWN} value={shown} onChange={setShown} compact />}
      data={state}
      rows={6}
      rowHeight={44}
      refusal={command.error === null ? null : errorWords(command.error)}
      empty={{ children: "Nothing is held, and the books say the same." }}
    >
      {(all) =>
        shown === "differences" && differing.length === 0 ? (
          <PanelBody>
            <span className="row">
              <Chip tone="ok" icon="check">
                All agree
              </Chip>
              <span className="f12 t2">Every balance is what the entries of the books add up to.</span>
            </span>
          </PanelBody>
        ) : (
          <ScrollBox label="Differences of venues and books" className="scroll grow">
            <Lines lines={shown === "all" ? all : differing} busy={command.busy} onFix={apply} />
          </ScrollBox>
        )
      }
    </LoadablePanel>
  );
}

interface LinesProps {
  readonly lines: readonly ReconciliationLine[];
  readonly busy: boolean;
  readonly onFix: (line: ReconciliationLine, fix: ReconciliationFix) => void;
}

function Lines({ lines, busy, onFix }: LinesProps) {
  const { profile } = useActiveProfile();
  const { hideAmounts: hidden } = usePreferences();
  const cell = (amount: string, signed = false) => (
    <td className="num" title={hidden ? undefined : amount}>
      {formatQuantity(amount, { hidden, sign: signed ? "always" : "auto" })}
    </td>
  );
  return (
    <table className="lines">
      <thead>
        <tr>
          <th scope="col">Asset</th>
          <th scope="col">Account</th>
          <th scope="col" className="num">
            Venue says
          </th>
          <th scope="col" className="num">
            Books say
          </th>
          <th scope="col" className="num">
            Difference
          </th>
          <th scope="col">Likely cause and what can be done</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => {
          const account = profile.accounts.find(({ id }) => id === line.accountId)?.name ?? line.accountId;
          const agrees = Decimal.parse(line.difference).isZero;
          return (
            <tr key={`${line.accountId} ${line.asset}`}>
              <td>
                <AssetLabel asset={line.asset} />
              </td>
              <td>{account}</td>
              {cell(line.venueQuantity)}
              {cell(line.booksQuantity)}
              {cell(line.difference, true)}
              <td className="cause">
                {agrees ? <span className="t3">agrees</span> : null}
                {line.cause === null ? null : <p className="t2">{line.cause.message}</p>}
                {line.fixes.length === 0 ? null : (
                  <FixButtons
                    label={`${line.asset} at ${account}`}
                    fixes={line.fixes}
                    busy={busy}
                    onFix={(fix) => onFix(line, fix)}
                  />
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
