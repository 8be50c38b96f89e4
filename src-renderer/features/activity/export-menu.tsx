// In which files can the books be taken along? All four kinds, as CSV and as JSON, with every digit.
import { Button } from "#renderer/components/button.tsx";
import { Menu } from "#renderer/components/menu.tsx";
import { useToast } from "#renderer/components/toast.tsx";
import { useActiveProfile } from "#renderer/hooks/use-active-profile.ts";
import { useBooks } from "#renderer/hooks/use-books.ts";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { exportFileName } from "#renderer/lib/export-file-name.ts";
import { saveText } from "#renderer/lib/save-text.ts";
import { nowStore } from "#renderer/stores/now-store.ts";
import { toShownError } from "#shared/contract/shown-error.ts";

const KINDS = ["transactions", "disposals", "snapshots", "positions"] as const;
const FORMATS = ["csv", "json"] as const;
const MIME = { csv: "text/csv", json: "application/json" } as const;

interface Choice {
  readonly kind: (typeof KINDS)[number];
  readonly format: (typeof FORMATS)[number];
}

export function ExportMenu() {
  const books = useBooks();
  const { profile } = useActiveProfile();
  const toast = useToast();
  const command = useCommand(async ({ kind, format }: Choice) => {
    try {
      const pieces: string[] = [];
      for await (const piece of await books.export({ profileId: profile.id, kind, format })) pieces.push(piece);
      const name = exportFileName(kind, profile.name, nowStore.getState().now, format);
      saveText(name, pieces.join(""), MIME[format]);
      toast({ tone: "ok", title: "Exported", detail: `All ${kind}, exact to the last digit, in ${name}` });
    } catch (error) {
      toast({ tone: "error", title: `The ${kind} were not exported.`, detail: toShownError(error).message });
    }
  });
  return (
    <Menu
      trigger={
        <Button icon="download" disabled={command.busy}>
          {command.busy ? "Exporting" : "Export"}
        </Button>
      }
      entries={KINDS.flatMap((kind, at) =>
        FORMATS.map((format) => ({
          id: `${kind} ${format}`,
          label: `${kind.slice(0, 1).toUpperCase()}${kind.slice(1)} as ${format.toUpperCase()}`,
          startsGroup: at > 0 && format === "csv",
          onSelect: () => void command.run({ kind, format }),
        })),
      )}
    />
  );
}
