// What does a new user see? What the program is for, and the ways in.
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { BrandMark } from "#renderer/components/brand-mark.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { Icon } from "#renderer/components/icon.tsx";
import { Note } from "#renderer/components/note.tsx";
import { ProfileImportDialog } from "#renderer/components/profile-import-dialog.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { useProfileImport } from "#renderer/hooks/use-profile-import.ts";
import { systemInfoStore } from "#renderer/stores/engine-stores.ts";
import { hashOf } from "#renderer/stores/navigation-store.ts";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import { ConnectArt, DemoArt, ImportArt } from "./art.tsx";
import "./first-run.css";

const DEMO_KEY = "1";
const CONNECT_KEY = "2";
const IMPORT_KEY = "3";

function openWizard(): void {
  location.hash = hashOf("connect");
}

export function FirstRun() {
  const client = useClient();
  const info = useStore(systemInfoStore, (state) => state.value);
  const demo = useCommand(() => client.profiles.createDemo({}));
  const [importing, setImporting] = useState(false);
  const { error: importError, choose, setMarket, run, clear, ...file } = useProfileImport();
  const open = () => void demo.run(undefined);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (importing) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === DEMO_KEY) void demo.run(undefined);
      if (event.key === CONNECT_KEY) openWizard();
      if (event.key === IMPORT_KEY) setImporting(true);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [demo.run, importing]);
  const isReplay = info?.marketLabel === "REPLAY";
  return (
    <div className="first-run">
      <header>
        <BrandMark size={30} />
        <span className="semi">Schwabot</span>
      </header>
      <main>
        <h1>Keep the mix you chose.</h1>
        <p className="lead">
          Schwabot watches your holdings on several exchanges, says when they drift, and plans the trades back. Nothing
          is sent until you approve it.
        </p>
        <div className="ways">
          <button type="button" className="way chosen" onClick={open} disabled={demo.busy} aria-keyshortcuts={DEMO_KEY}>
            <span className="art">
              <DemoArt />
            </span>
            <span className="words">
              <span className="row">
                <span className="semi title">Look around first</span>
                <span className="kbd end" aria-hidden="true">
                  {DEMO_KEY}
                </span>
              </span>
              <span className="t2 sum">
                {isReplay
                  ? "A paper portfolio on the replayed candles, with a modelled order book."
                  : "Two paper portfolios on a simulated market, with 15 days of history."}
              </span>
              <Facts
                facts={["No keys, no account", "Everything works, nothing is real", "Replace it whenever you like"]}
              />
              <span className="btn lg primary block">{demo.busy ? "Opening the demo" : "Open the demo"}</span>
            </span>
          </button>
          <button type="button" className="way open" onClick={openWizard} aria-keyshortcuts={CONNECT_KEY}>
            <span className="art">
              <ConnectArt />
            </span>
            <span className="words">
              <span className="row">
                <span className="semi title">Connect an exchange</span>
                <span className="kbd end" aria-hidden="true">
                  {CONNECT_KEY}
                </span>
              </span>
              <span className="t2 sum">Add a key that may view and trade. It is checked before it is stored.</span>
              <Facts
                facts={["Keys stay on this computer", "Keys that can withdraw are refused", "First run is on paper"]}
              />
              <span className="btn lg block">Connect</span>
            </span>
          </button>
          <button type="button" className="way open" onClick={() => setImporting(true)} aria-keyshortcuts={IMPORT_KEY}>
            <span className="art">
              <ImportArt />
            </span>
            <span className="words">
              <span className="row">
                <span className="semi title">Import a configuration</span>
                <span className="kbd end" aria-hidden="true">
                  {IMPORT_KEY}
                </span>
              </span>
              <span className="t2 sum">Bring targets, bands and profiles from a YAML file.</span>
              <Facts
                facts={[
                  "Shows what it understood",
                  "Secrets go to the vault, not the file",
                  "Nothing starts by itself",
                ]}
              />
              <span className="btn lg block">Choose a file</span>
            </span>
          </button>
        </div>
        {info?.notices.map((notice) => (
          <Note key={notice}>{notice}</Note>
        ))}
        <ProfileImportDialog
          {...file}
          open={importing}
          onClose={() => {
            clear();
            setImporting(false);
          }}
          problem={importError === null ? null : <ErrorState {...errorWords(importError)} />}
          onFile={(chosen) => void choose(chosen)}
          onMarket={setMarket}
          onImport={() => void run()}
        />
        {demo.error === null ? null : <ErrorState {...errorWords(demo.error)} />}
      </main>
      <footer className="f12 t3">
        <span className="row">
          <Icon name="lock" size="small" />
          Your data and keys stay on this computer. There is no account.
        </span>
        <span className="grow" />
        {info === null ? null : <span>Version {info.version}</span>}
      </footer>
    </div>
  );
}

interface FactsProps {
  readonly facts: readonly string[];
}

function Facts({ facts }: FactsProps) {
  return (
    <span className="facts">
      {facts.map((fact) => (
        <span key={fact}>
          <Icon name="check" size="small" />
          {fact}
        </span>
      ))}
    </span>
  );
}
