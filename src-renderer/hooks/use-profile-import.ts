// How is a configuration file taken in: read, looked at on the chosen market, and imported when the person says so?
import { useState } from "react";
import type { ImportReport } from "#shared/domain/profile-import.ts";
import { useClient } from "./engine-client.tsx";
import { useCommand } from "./use-command.ts";

export type ImportMarket = "real" | "practice";

interface ReadFile {
  readonly fileName: string;
  readonly text: string;
}

export function useProfileImport() {
  const client = useClient();
  const [file, setFile] = useState<ReadFile | null>(null);
  const [market, setMarket] = useState<ImportMarket>("practice");
  const [report, setReport] = useState<ImportReport | null>(null);
  const look = useCommand((request: ReadFile & { readonly market: ImportMarket }) =>
    client.profiles.previewImport(request),
  );
  const take = useCommand((request: ReadFile & { readonly market: ImportMarket }) => client.profiles.import(request));
  const show = async (next: ReadFile, on: ImportMarket) => {
    setReport(null);
    setReport(await look.run({ ...next, market: on }));
  };
  return {
    fileName: file?.fileName ?? null,
    market,
    report,
    busy: look.busy || take.busy,
    error: take.error ?? look.error,
    choose: async (chosen: File) => {
      const next = { fileName: chosen.name, text: await chosen.text() };
      setFile(next);
      await show(next, market);
    },
    setMarket: (on: ImportMarket) => {
      setMarket(on);
      if (file !== null) void show(file, on);
    },
    run: async () => {
      if (file === null) return;
      const done = await take.run({ ...file, market });
      if (done !== null) setReport(done);
    },
    clear: () => {
      setFile(null);
      setReport(null);
      look.clearError();
      take.clearError();
    },
  };
}
