// Which file of history should come into the books, and what would it bring? Nothing comes in before it was seen.
import { useState } from "react";
import { Button } from "#renderer/components/button.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { FileDrop } from "#renderer/components/file-drop.tsx";
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { Meter } from "#renderer/components/meter.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { SelectField } from "#renderer/components/select-field.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { StaleChip } from "#renderer/components/stale-chip.tsx";
import { useToast } from "#renderer/components/toast.tsx";
import { useActiveProfile } from "#renderer/hooks/use-active-profile.ts";
import { useBatchUndo } from "#renderer/hooks/use-batch-undo.ts";
import { useBookCommand } from "#renderer/hooks/use-book-command.ts";
import { useBookQuery } from "#renderer/hooks/use-book-query.ts";
import { useBooks } from "#renderer/hooks/use-books.ts";
import { useNow } from "#renderer/hooks/use-now.ts";
import { zoneOffsetMs } from "#renderer/lib/format-time.ts";
import { nowStore } from "#renderer/stores/now-store.ts";
import { errorWords, toPanelState } from "#renderer/stores/to-loadable.ts";
import type { ProfileId } from "#shared/domain/ids.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { ImportPreviewView } from "./import-preview-view.tsx";
import { type UploadedFile, useUpload } from "./use-upload.ts";

const ZONES = [
  { value: "utc", label: "UTC" },
  { value: "local", label: "this computer's zone" },
] as const;
type Zone = (typeof ZONES)[number]["value"];
const MINUTE_MS = 60_000;

export function ImportPanel() {
  const { profile } = useActiveProfile();
  const upload = useUpload();
  const [accountId, setAccountId] = useState(profile.accounts[0]?.id ?? null);
  const [zone, setZone] = useState<Zone>("utc");
  const account = profile.accounts.find(({ id }) => id === accountId) ?? profile.accounts[0];
  if (account === undefined) {
    return (
      <Panel title="Import a file">
        <PanelBody>
          <p className="f12 t2">
            This profile has no account yet. Connect an exchange first: entries belong to an account.
          </p>
        </PanelBody>
      </Panel>
    );
  }
  return (
    <Panel title="Import a file" meta={upload.file?.name}>
      <PanelBody scroll>
        <div className="stack import-body">
          <div className="entry-fields">
            <SelectField
              label="Entries of the account"
              options={profile.accounts.map(({ id, name }) => ({ value: id, label: name }))}
              value={account.id}
              onChange={setAccountId}
            />
            <SelectField label="Times without a zone are in" options={ZONES} value={zone} onChange={setZone} />
          </div>
          <FileDrop
            label={upload.file === null ? "Choose a file" : "Choose another file"}
            name="File of transactions"
            accept=".csv,.txt"
            disabled={upload.progress !== null}
            onFile={(file) => void upload.send(file)}
          >
            or drop it here: CSV from Binance, Coinbase or Kraken as you downloaded it, or our own
          </FileDrop>
          {upload.progress === null ? null : (
            <div className="row">
              <Meter ratio={upload.progress} label="File read" tone="you" />
              <Button onClick={upload.clear}>Stop</Button>
            </div>
          )}
          {upload.error === null ? null : <ErrorState {...errorWords(upload.error)} />}
          {upload.file === null ? null : (
            <Preview
              profileId={profile.id}
              account={account}
              zone={zone}
              file={upload.file}
              onImported={upload.clear}
            />
          )}
        </div>
      </PanelBody>
    </Panel>
  );
}

interface PreviewProps {
  readonly profileId: ProfileId;
  readonly account: Profile["accounts"][number];
  readonly zone: Zone;
  readonly file: UploadedFile;
  readonly onImported: () => void;
}

function Preview({ profileId, account, zone, file, onImported }: PreviewProps) {
  const books = useBooks();
  const toast = useToast();
  const undo = useBatchUndo(toast);
  const now = useNow();
  const zoneMinutes = zone === "utc" ? 0 : Math.round(zoneOffsetMs(nowStore.getState().now, "local") / MINUTE_MS);
  const input = { profileId, accountId: account.id, uploadId: file.uploadId, zoneMinutes };
  const preview = useBookQuery({
    key: `${profileId} ${account.id} ${file.uploadId} ${zoneMinutes}`,
    ask: (signal) => books.previewImport(input, { signal }),
    everyMs: 600_000,
  });
  const command = useBookCommand(() => books.applyImport(input));
  const submit = () =>
    void command.run(undefined).then((changed) => {
      if (changed === null) return;
      toast({
        tone: "ok",
        title: changed.added === 1 ? "1 entry imported" : `${changed.added} entries imported`,
        detail: `${file.name}, into ${account.name}`,
        ...undo(profileId, changed.batchId),
      });
      onImported();
    });
  const state = toPanelState(preview, { now });
  return (
    <>
      {state.state === "stale" ? <StaleChip ageMs={state.ageMs} /> : null}
      <LoadableView data={state} skeleton={<SkeletonRows rows={6} />} empty={{ children: "The file holds nothing." }}>
        {(value, isStale) => (
          <ImportPreviewView preview={value} busy={command.busy || isStale} onImport={submit} onCancel={onImported} />
        )}
      </LoadableView>
      {command.error === null ? null : <ErrorState {...errorWords(command.error)} />}
    </>
  );
}
