// What would a file bring into the books: how much is new, known, doubtful or wrong?
import { Button } from "#renderer/components/button.tsx";
import { Note } from "#renderer/components/note.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { formatQuantity } from "#renderer/lib/format-quantity.ts";
import { formatDate, formatDateTime } from "#renderer/lib/format-time.ts";
import { signedQuantity, transactionWords } from "#renderer/lib/transaction-words.ts";
import type { ImportPreview } from "#shared/contract/views.ts";
import { ImportProblems } from "./import-problems.tsx";
import { ImportSample } from "./import-sample.tsx";

export interface ImportPreviewViewProps {
  readonly preview: ImportPreview;
  readonly busy: boolean;
  readonly onImport: () => void;
  readonly onCancel: () => void;
}

const write = (count: number) => count.toLocaleString("en-US");
const entries = (count: number) => (count === 1 ? "1 entry" : `${write(count)} entries`);

export function ImportPreviewView({ preview, busy, onImport, onCancel }: ImportPreviewViewProps) {
  const { timeZone } = usePreferences();
  const fresh = preview.entries - preview.known;
  const problems = preview.problems.length + preview.moreProblems;
  return (
    <div className="stack">
      {problems > 0 ? (
        <ImportProblems preview={preview} />
      ) : (
        <Note
          tone={fresh === 0 ? "plain" : "ok"}
          title={fresh === 0 ? "Nothing new." : `${entries(fresh)} would be new.`}
        >
          {preview.format ?? "The format is not known"}, {entries(preview.entries)} in the file
          {preview.known === 0 ? "" : `, ${write(preview.known)} of them in the books already`}
          {preview.covers === null
            ? "."
            : `, from ${formatDate(preview.covers.from, timeZone)} to ${formatDate(preview.covers.until, timeZone)}.`}
        </Note>
      )}
      {preview.likelyDuplicates.length === 0 ? null : <LikelyDuplicates preview={preview} />}
      <Remarks title="Lines that bring no entry" remarks={preview.skipped} />
      <Remarks title="Lines to look at" remarks={preview.flagged} open />
      {preview.sample.length === 0 ? null : <ImportSample sample={preview.sample} fresh={fresh} />}
      <span className="row import-deeds">
        <span className="grow" />
        <Button onClick={onCancel}>Leave it</Button>
        {problems > 0 || fresh === 0 ? null : (
          <Button kind="primary" disabled={busy} onClick={onImport}>
            Import {entries(fresh)}
          </Button>
        )}
      </span>
    </div>
  );
}

function LikelyDuplicates({ preview }: { readonly preview: ImportPreview }) {
  const { timeZone, hideAmounts: hidden } = usePreferences();
  return (
    <Note
      tone="over"
      title={`${preview.likelyDuplicates.length} look like an entry that the books have from elsewhere.`}
    >
      They would come in as well. Set one of each pair aside afterwards, or leave the file.
      <ul className="plain-list">
        {preview.likelyDuplicates.map(({ known, fresh }) => (
          <li key={`${known.id} ${fresh.id}`}>
            {transactionWords(fresh)} {formatQuantity(signedQuantity(fresh), { asset: fresh.asset, hidden })},{" "}
            {formatDateTime(fresh.ts, timeZone)}; known from {formatDateTime(known.ts, timeZone)}
          </li>
        ))}
      </ul>
    </Note>
  );
}

interface RemarksProps {
  readonly title: string;
  readonly remarks: ImportPreview["skipped"];
  readonly open?: boolean;
}

const MOST_REMARKS = 50;

function Remarks({ title, remarks, open = false }: RemarksProps) {
  if (remarks.length === 0) return null;
  return (
    <details className="f12 t2" open={open}>
      <summary>
        {title}: {write(remarks.length)}
      </summary>
      <ul className="plain-list">
        {remarks.slice(0, MOST_REMARKS).map(({ line, reason }) => (
          <li key={`${line} ${reason}`}>
            Line {line}: {reason}
          </li>
        ))}
      </ul>
      {remarks.length > MOST_REMARKS ? <p>and {write(remarks.length - MOST_REMARKS)} more</p> : null}
    </details>
  );
}
