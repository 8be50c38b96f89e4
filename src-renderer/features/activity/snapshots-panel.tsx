// Do the records kept of the past still agree with what the entries give?
import { useState } from "react";
import { Button } from "#renderer/components/button.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { Note } from "#renderer/components/note.tsx";
import { Panel } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { ScrollBox } from "#renderer/components/scroll-box.tsx";
import { useActiveProfile } from "#renderer/hooks/use-active-profile.ts";
import { useBooks } from "#renderer/hooks/use-books.ts";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { HIDDEN_AMOUNT } from "#renderer/lib/format-decimal.ts";
import { formatDateTime } from "#renderer/lib/format-time.ts";
import { errorWords } from "#renderer/stores/to-loadable.ts";

const MOST_SHOWN = 100;

export function SnapshotsPanel() {
  const books = useBooks();
  const { profile } = useActiveProfile();
  const { timeZone, hideAmounts } = usePreferences();
  const [result, setResult] = useState<Awaited<ReturnType<typeof books.checkSnapshots>> | null>(null);
  const check = useCommand(() => books.checkSnapshots({ profileId: profile.id }));
  const write = (text: string) => (hideAmounts ? HIDDEN_AMOUNT : text);
  const shown = result?.differences.slice(0, MOST_SHOWN) ?? [];
  const found = result === null ? 0 : result.differences.length + result.more;
  return (
    <Panel
      title="Snapshots"
      meta="kept records against the entries"
      actions={
        <Button disabled={check.busy} onClick={() => void check.run(undefined).then(setResult)}>
          {check.busy ? "Checking" : "Check now"}
        </Button>
      }
    >
      <div className="pb col">
        {check.error === null ? null : <ErrorState {...errorWords(check.error)} />}
        {result === null ? (
          <p className="f12 t2">Each kept value is reckoned again from the entries and the prices kept with it.</p>
        ) : found === 0 ? (
          <Note tone="ok" title="They agree.">
            {result.checked} snapshots give the same to the last digit.
          </Note>
        ) : (
          <Note
            tone="over"
            title={`${found === 1 ? "1 difference" : `${found} differences`} in ${result.checked} snapshots.`}
          >
            Entries that came later or were corrected change the past; the kept records stay as they were written.
            {found > shown.length ? ` The first ${shown.length} are listed.` : ""}
          </Note>
        )}
        {result === null || result.missing === 0 ? null : (
          <Note title={`${result.missing} past moments have no record.`}>{result.missingReason}</Note>
        )}
      </div>
      {shown.length === 0 ? null : (
        <ScrollBox label="Differences of kept records" className="scroll grow">
          <ul className="gaps">
            {shown.map(({ ts, field, kept, computed, reason }) => (
              <li key={`${ts} ${field}`}>
                <div className="row">
                  <b>{field}</b>
                  <span className="num">
                    kept {write(kept)}, now {write(computed)}
                  </span>
                  <span className="t3 end">{formatDateTime(ts, timeZone)}</span>
                </div>
                <p className={reason === null ? "ov" : "t2"}>{reason ?? "Nothing explains it."}</p>
              </li>
            ))}
          </ul>
        </ScrollBox>
      )}
    </Panel>
  );
}
