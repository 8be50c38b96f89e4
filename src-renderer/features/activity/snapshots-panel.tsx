// Do the records kept of the past still agree with what the entries give?
import { useState } from "react";
import { Button } from "#renderer/components/button.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { Note } from "#renderer/components/note.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
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
      <PanelBody scroll>
        {check.error === null ? null : <ErrorState {...errorWords(check.error)} />}
        {result === null ? (
          <p className="f12 t2">Each kept value is reckoned again from the entries and the prices kept with it.</p>
        ) : result.differences.length === 0 ? (
          <Note tone="ok" title="They agree.">
            {result.checked} snapshots give the same to the last digit.
          </Note>
        ) : (
          <>
            <Note
              tone="over"
              title={`${result.differences.length + result.more} differences in ${result.checked} snapshots.`}
            >
              Entries that came later or were corrected change the past; the kept records stay as they were written.
            </Note>
            <table>
              <thead>
                <tr>
                  <th scope="col">When</th>
                  <th scope="col">What</th>
                  <th scope="col" className="num">
                    Kept
                  </th>
                  <th scope="col" className="num">
                    Now
                  </th>
                  <th scope="col">Why</th>
                </tr>
              </thead>
              <tbody>
                {result.differences.slice(0, MOST_SHOWN).map(({ ts, field, kept, computed, reason }) => (
                  <tr key={`${ts} ${field}`}>
                    <td>{formatDateTime(ts, timeZone)}</td>
                    <td>{field}</td>
                    <td className="num">{write(kept)}</td>
                    <td className="num">{write(computed)}</td>
                    <td className={reason === null ? "ov" : "t2"}>{reason ?? "nothing explains it"}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            {result.differences.length + result.more > MOST_SHOWN ? (
              <p className="f12 t3">The first {Math.min(MOST_SHOWN, result.differences.length)} are listed.</p>
            ) : null}
          </>
        )}
        {result === null || result.missing === 0 ? null : (
          <Note title={`${result.missing} past moments have no record.`}>{result.missingReason}</Note>
        )}
      </PanelBody>
    </Panel>
  );
}
