// Where is the data, is it well, and does its journal hold together?

import { useState } from "react";
import { useStore } from "zustand";
import { Button } from "#renderer/components/button.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { Note } from "#renderer/components/note.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { healthStore, systemInfoStore } from "#renderer/stores/engine-stores.ts";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import type { SealReport } from "#shared/domain/journal-seal.ts";

const STORE_WORDS = {
  ok: "Written and flushed at every step",
  readOnly: "Cannot be written: trading is halted",
  full: "The disk is full: trading is halted",
  failed: "A write failed: trading is halted",
} as const;

interface Verification {
  readonly ok: boolean;
  readonly entries: number;
  readonly broken: { readonly seq: number; readonly problem: string } | null;
  readonly seal: SealReport;
}

export function StoragePanel() {
  const client = useClient();
  const info = useStore(systemInfoStore, (state) => state.value);
  const store = useStore(healthStore, (state) => state.value?.store ?? null);
  const [result, setResult] = useState<Verification | null>(null);
  const verify = useCommand(() => client.audit.verify({}));
  const acknowledge = useCommand(() => client.system.acknowledgeDamage({}));
  const open = useCommand((which: "data" | "logs") => client.desktop.openFolder({ which }));
  if (info === null) {
    return (
      <Panel title="Storage">
        <PanelBody>
          <SkeletonRows rows={4} />
        </PanelBody>
      </Panel>
    );
  }
  return (
    <Panel title="Storage" meta="on this computer only">
      <PanelBody scroll>
        <div className="stack">
          <dl className="fields">
            <div>
              <dt>Data folder</dt>
              <dd className="mono f11 trunc" title={info.dataDir}>
                {info.dataDir}
              </dd>
            </div>
            <div>
              <dt>State</dt>
              <dd className={store === null || store.state === "ok" ? undefined : "dn"}>
                {store === null ? "Reading" : STORE_WORDS[store.state]}
              </dd>
            </div>
          </dl>
          {store?.detail == null || info.notices.includes(store.detail) ? null : <Note tone="bad">{store.detail}</Note>}
          {info.notices.map((notice) => (
            <Note key={notice}>{notice}</Note>
          ))}
          {info.journalDamaged && store?.state !== "ok" ? (
            <>
              <Note tone="bad" title="The journal was damaged.">
                Trading is halted until you have read above what was lost. Balances and fills are read from the venues
                again.
              </Note>
              <Button disabled={acknowledge.busy} onClick={() => void acknowledge.run(undefined)}>
                I have read it: go on
              </Button>
            </>
          ) : null}
          <div className="row">
            <Button
              icon="shield"
              disabled={verify.busy}
              onClick={() => void verify.run(undefined).then((verified) => setResult(verified))}
            >
              {verify.busy ? "Checking" : "Check the journal"}
            </Button>
            {info.capabilities.openPath ? <Button onClick={() => void open.run("data")}>Open the folder</Button> : null}
          </div>
          {result === null ? null : <VerificationNote result={result} />}
          {acknowledge.error === null ? null : <ErrorState {...errorWords(acknowledge.error)} />}
          {verify.error === null ? null : <ErrorState {...errorWords(verify.error)} />}
          {open.error === null ? null : <ErrorState {...errorWords(open.error)} />}
        </div>
      </PanelBody>
    </Panel>
  );
}

interface VerificationNoteProps {
  readonly result: Verification;
}

function VerificationNote({ result }: VerificationNoteProps) {
  if (result.broken === null) {
    const { state, detail } = result.seal;
    return state === "broken" ? (
      <Note tone="bad" title="A seal does not fit.">
        {detail}
      </Note>
    ) : state === "restored" ? (
      <Note tone="over" title="The chain holds, from a backup on.">
        {result.entries} entries, each linked to the one before it. {detail}
      </Note>
    ) : (
      <Note tone="ok" title="The chain holds.">
        {result.entries} entries, each linked to the one before it. {detail}
      </Note>
    );
  }
  return (
    <Note tone="bad" title={`Entry ${result.broken.seq} does not hold.`}>
      {result.broken.problem}
    </Note>
  );
}
