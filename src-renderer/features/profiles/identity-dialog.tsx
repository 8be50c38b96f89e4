// Which assets does this profile look at, and from what are its parameters, picks and delays drawn?
import { useState } from "react";
import { Button } from "#renderer/components/button.tsx";
import { Dialog } from "#renderer/components/dialog.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { TextField } from "#renderer/components/text-field.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import type { ProfileChanges } from "#shared/contract/views.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { firstIdentityForm, type IdentityForm, readIdentityForm } from "./identity-form.ts";

const FIELDS: readonly { readonly key: keyof IdentityForm; readonly label: string; readonly placeholder: string }[] = [
  { key: "baseAssets", label: "Base assets", placeholder: "those with a target" },
  { key: "assetPool", label: "Pool that one more is chosen from", placeholder: "none" },
  { key: "baseHash", label: "Base hash", placeholder: "made of the profile's own id" },
  { key: "entropySeed", label: "Entropy seed, 0 to 1", placeholder: "0" },
  { key: "rotationIntervalS", label: "Turns every so many seconds", placeholder: "3600" },
  { key: "complexityFactor", label: "Spread of parameters, 1 to 1.5", placeholder: "1.1" },
  { key: "trajectoryWeight", label: "Weight of what is drawn, 0 to 1", placeholder: "0.85" },
];

export interface IdentityDialogProps {
  readonly profile: Profile;
  readonly onClose: () => void;
}

export function IdentityDialog({ profile, onClose }: IdentityDialogProps) {
  const client = useClient();
  const [form, setForm] = useState(firstIdentityForm(profile));
  const save = useCommand((changes: ProfileChanges) => client.profiles.update({ profileId: profile.id, changes }));
  const read = readIdentityForm(form, profile);
  const isChanged = read.problem === null && Object.keys(read.changes).length > 0;
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Assets and identity of ${profile.name}`}
      description="Profiles with equal seed, assets and weights would always do the same, and are refused. A different identity makes a profile different, not better."
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <span className="grow" />
          <Button
            kind="primary"
            disabled={!isChanged || save.busy}
            onClick={() => {
              if (read.problem === null) {
                void save.run(read.changes).then((saved) => (saved === null ? undefined : onClose()));
              }
            }}
          >
            {save.busy ? "Saving" : "Save"}
          </Button>
        </>
      }
    >
      <div className="stack">
        {FIELDS.map(({ key, label, placeholder }) => (
          <TextField
            key={key}
            label={label}
            value={form[key]}
            placeholder={placeholder}
            onChange={(value) => setForm({ ...form, [key]: value })}
            error={read.problem === key ? `Expected ${read.expected}` : undefined}
          />
        ))}
        {save.error === null ? null : <ErrorState {...errorWords(save.error)} />}
      </div>
    </Dialog>
  );
}
