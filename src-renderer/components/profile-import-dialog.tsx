// Which configuration file should become profiles, and what would come of it? Nothing comes in before it was seen.
import type { ReactNode } from "react";
import type { ImportReport } from "#shared/domain/profile-import.ts";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { FileDrop } from "./file-drop.tsx";
import { ImportReportView } from "./import-report-view.tsx";
import { Segmented } from "./segmented.tsx";

const MARKETS = [
  { value: "practice", label: "Practise on paper" },
  { value: "real", label: "Real exchanges" },
] as const;
type Market = (typeof MARKETS)[number]["value"];

export interface ProfileImportDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly fileName: string | null;
  readonly report: ImportReport | null;
  readonly market: Market;
  readonly busy: boolean;
  /** What went wrong beside what the report tells. */
  readonly problem: ReactNode;
  readonly onFile: (file: File) => void;
  readonly onMarket: (market: Market) => void;
  readonly onImport: () => void;
}

export function ProfileImportDialog(props: ProfileImportDialogProps) {
  const { report, market, busy, fileName } = props;
  const mayImport = report !== null && !report.imported && report.errors.length === 0;
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title="Import a configuration"
      wide
      foot={
        <>
          <Button onClick={props.onClose}>{report?.imported === true ? "Close" : "Cancel"}</Button>
          <span className="grow" />
          {report?.imported === true ? null : (
            <Button kind="primary" disabled={!mayImport || busy} onClick={props.onImport}>
              {busy ? "Reading" : "Import"}
            </Button>
          )}
        </>
      }
    >
      <div className="stack">
        <FileDrop
          label={fileName === null ? "Choose a file" : "Choose another file"}
          name="Configuration file"
          accept=".yaml,.yml,.json"
          disabled={busy || report?.imported === true}
          onFile={props.onFile}
        >
          {fileName ?? "or drop it here: YAML or JSON with profiles, exchanges or rebalancing"}
        </FileDrop>
        <div className="row">
          <Segmented label="Where they live" options={MARKETS} value={market} onChange={props.onMarket} compact />
          <span className="f12 t2">
            {market === "practice"
              ? "Paper accounts with money of their own on the practice market."
              : "Keys of the file are stored apart and wait, paused. Never live."}
          </span>
        </div>
        {props.problem}
        {report === null ? null : <ImportReportView report={report} />}
      </div>
    </Dialog>
  );
}
