// What can be done with profiles as a whole: make, double, import, export, put away?
import { useState } from "react";
import { Button, IconButton } from "#renderer/components/button.tsx";
import { ConfirmDialog, Dialog } from "#renderer/components/dialog.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { Menu } from "#renderer/components/menu.tsx";
import { ProfileImportDialog } from "#renderer/components/profile-import-dialog.tsx";
import { TextField } from "#renderer/components/text-field.tsx";
import { useToast } from "#renderer/components/toast.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { useProfileImport } from "#renderer/hooks/use-profile-import.ts";
import { exportFileName } from "#renderer/lib/export-file-name.ts";
import { saveText } from "#renderer/lib/save-text.ts";
import { nowStore } from "#renderer/stores/now-store.ts";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import { toShownError } from "#shared/contract/shown-error.ts";
import type { ProfileId } from "#shared/domain/ids.ts";
import type { Profile } from "#shared/domain/profile.ts";

export interface ProfileActionsProps {
  /** The one that is looked at. */
  readonly profile: Profile | null;
  readonly onChoose: (id: ProfileId) => void;
  /** Something was put away. */
  readonly onArchived: () => void;
}

type Open = "none" | "new" | "double" | "import" | "archive";

export function ProfileActions({ profile, onChoose, onArchived }: ProfileActionsProps) {
  const client = useClient();
  const toast = useToast();
  const [open, setOpen] = useState<Open>("none");
  const exporting = useCommand(async () => {
    try {
      const { yaml } = await client.profiles.export({ profileIds: null });
      saveText(exportFileName("profiles", "all", nowStore.getState().now, "yaml"), yaml, "application/yaml");
      toast({ tone: "ok", title: "Exported", detail: "All settings of every profile, without keys" });
    } catch (error) {
      toast({ tone: "error", title: "The profiles were not exported.", detail: toShownError(error).message });
    }
  });
  const archiving = useCommand(async (target: Profile) => {
    setOpen("none");
    try {
      await client.profiles.archive({ profileId: target.id });
      onArchived();
    } catch (error) {
      toast({ tone: "error", title: `${target.name} was not put away.`, detail: toShownError(error).message });
    }
  });
  const close = () => setOpen("none");
  return (
    <>
      <Menu
        trigger={<IconButton icon="plus" label="Add or change profiles" small />}
        entries={[
          { id: "new", label: "New profile", icon: "plus", onSelect: () => setOpen("new") },
          {
            id: "double",
            label: "Duplicate",
            icon: "copy",
            disabled: profile === null,
            onSelect: () => setOpen("double"),
          },
          {
            id: "import",
            label: "Import a file",
            icon: "import",
            startsGroup: true,
            onSelect: () => setOpen("import"),
          },
          { id: "export", label: "Export all", icon: "download", onSelect: () => void exporting.run(undefined) },
          {
            ...{ id: "archive", label: "Put away", disabled: profile === null, startsGroup: true, danger: true },
            onSelect: () => setOpen("archive"),
          },
        ]}
      />
      {open === "new" || (open === "double" && profile !== null) ? (
        <NameDialog original={open === "double" ? profile : null} onClose={close} onChoose={onChoose} />
      ) : null}
      <ImportDialog open={open === "import"} onClose={close} />
      {profile === null ? null : (
        <ConfirmDialog
          open={open === "archive"}
          title={`Put ${profile.name} away?`}
          description="It stops and cannot trade. Its settings, keys and history stay here, and you can restore it at any time."
          safeLabel="Keep it running"
          deedLabel="Put away"
          onSafe={close}
          onDeed={() => void archiving.run(profile)}
          mode={profile.mode}
        />
      )}
    </>
  );
}

function ImportDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { error, choose, setMarket, run, clear, ...state } = useProfileImport();
  return (
    <ProfileImportDialog
      {...state}
      open={open}
      onClose={() => {
        clear();
        onClose();
      }}
      problem={error === null ? null : <ErrorState {...errorWords(error)} />}
      onFile={(file) => void choose(file)}
      onMarket={setMarket}
      onImport={() => void run()}
    />
  );
}

interface NameDialogProps {
  /** Null: a new, empty one. */
  readonly original: Profile | null;
  readonly onClose: () => void;
  readonly onChoose: (id: ProfileId) => void;
}

function NameDialog({ original, onClose, onChoose }: NameDialogProps) {
  const client = useClient();
  const [name, setName] = useState(original === null ? "" : `${original.name} 2`);
  const make = useCommand(() =>
    original === null
      ? client.profiles.create({ name: name.trim(), currency: "USD", market: "practice" })
      : client.profiles.duplicate({ profileId: original.id, name: name.trim() }),
  );
  const right = name.trim() !== "" && name.trim().length <= 48;
  return (
    <Dialog
      open
      onClose={onClose}
      title={original === null ? "New profile" : `Duplicate ${original.name}`}
      description={
        original === null
          ? "On paper, with money to practise with and no targets yet. Connect an exchange to begin with real holdings."
          : "The same settings on paper, under a name and an identity of its own, without accounts of exchanges."
      }
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <span className="grow" />
          <Button
            kind="primary"
            disabled={!right || make.busy}
            onClick={() =>
              void make.run(undefined).then((made) => {
                if (made === null) return;
                onChoose(made.id);
                onClose();
              })
            }
          >
            {make.busy ? "Making it" : "Make it"}
          </Button>
        </>
      }
    >
      <TextField label="Name" value={name} onChange={setName} />
      {make.error === null ? null : <ErrorState {...errorWords(make.error)} />}
    </Dialog>
  );
}
