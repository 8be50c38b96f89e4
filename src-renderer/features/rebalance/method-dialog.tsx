// By which rule are this profile's targets made, within which limits, and what would it give now?
import { useRef, useState } from "react";
import { Button } from "#renderer/components/button.tsx";
import { Dialog } from "#renderer/components/dialog.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { NumberField } from "#renderer/components/number-field.tsx";
import { SelectField } from "#renderer/components/select-field.tsx";
import { useToast } from "#renderer/components/toast.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { percentOfShare, shareOfPercent } from "#renderer/lib/percent-of-share.ts";
import { undoEdits } from "#renderer/stores/planning-store.ts";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import type { DecimalString } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { MethodAssets } from "./method-assets.tsx";
import { groupsOf, type MethodForm, toMethodForm, toTargetMethod } from "./method-form.ts";
import { MethodLines } from "./method-lines.tsx";
import { METHOD_WORDS, METHODS } from "./weighting-words.ts";

export interface MethodDialogProps {
  readonly profile: Profile;
  /** Assets that are held, beside those with a target. */
  readonly held: readonly Asset[];
  readonly onClose: () => void;
}

export function MethodDialog({ profile, held, onClose }: MethodDialogProps) {
  const client = useClient();
  const toast = useToast();
  const cancel = useRef<HTMLButtonElement>(null);
  const [form, setForm] = useState<MethodForm>(() => toMethodForm(profile, held));
  const set = (change: Partial<MethodForm>) => setForm({ ...form, ...change });
  const method = toTargetMethod(form);
  const isComputed = form.method !== "fixed";
  const groups = groupsOf(form);
  const keep = useCommand(() => client.targets.setMethod({ profileId: profile.id, method }));
  const submit = () =>
    void keep.run(undefined).then((view) => {
      if (view === null) return;
      // The new targets are the profile's own: what was changed for one plan is over.
      undoEdits();
      const late = view.state === "stale" || view.state === "missing";
      toast({
        tone: late ? "attention" : "ok",
        title: `Targets of ${profile.name}: ${METHOD_WORDS[form.method].name}`,
        ...(view.reason === null ? {} : { detail: view.reason }),
      });
      onClose();
    });
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title="Where the targets come from"
      description={METHOD_WORDS[form.method].meaning}
      initialFocus={cancel}
      foot={
        <>
          <Button ref={cancel} onClick={onClose}>
            Cancel
          </Button>
          <Button kind="primary" disabled={keep.busy || (isComputed && method.assets.length === 0)} onClick={submit}>
            {keep.busy ? "Keeping" : isComputed ? "Compute the targets so" : "Set targets by hand"}
          </Button>
        </>
      }
    >
      <div className="stack f12 rb-method">
        <div className="row rb-method-head">
          <SelectField
            label="Method"
            width={170}
            options={METHODS}
            value={form.method}
            onChange={(next) => set({ method: next })}
          />
          {isComputed ? (
            <>
              <NumberField
                label="Kept as cash"
                unit="%"
                min="0"
                max="100"
                step="1"
                width={92}
                value={percentOfShare(form.cashShare)}
                onChange={(percent) => set({ cashShare: shareOfPercent(percent) })}
              />
              <NumberField
                label="Daily returns"
                min="10"
                max="720"
                step="10"
                width={92}
                value={String(form.lookbackDays)}
                onChange={(days) => (/^\d+$/.test(days) ? set({ lookbackDays: Number(days) }) : undefined)}
              />
            </>
          ) : null}
          {isComputed && groups.length > 0 ? (
            <SelectField
              label="Among groups"
              width={150}
              options={METHODS}
              value={form.groupMethod}
              onChange={(groupMethod) => set({ groupMethod })}
            />
          ) : null}
        </div>
        {isComputed && form.groupMethod === "fixed" && groups.length > 0 ? (
          <GroupShares
            groups={groups}
            shares={form.groupShares}
            onChange={(name, share) => set({ groupShares: new Map([...form.groupShares, [name, share]]) })}
          />
        ) : null}
        {isComputed ? (
          <>
            <MethodAssets rows={form.rows} onChange={(rows) => set({ rows })} />
            <MethodLines profile={profile} method={method} />
          </>
        ) : (
          <p className="t2">What stands there now stays until you change it.</p>
        )}
        {keep.error === null ? null : <ErrorState {...errorWords(keep.error)} />}
      </div>
    </Dialog>
  );
}

interface GroupSharesProps {
  readonly groups: readonly string[];
  readonly shares: ReadonlyMap<string, DecimalString>;
  readonly onChange: (name: string, share: DecimalString) => void;
}

function GroupShares({ groups, shares, onChange }: GroupSharesProps) {
  return (
    <div className="row rb-method-head">
      {groups.map((name) => (
        <NumberField
          key={name}
          label={`Share of ${name}`}
          unit="%"
          min="0"
          max="100"
          step="1"
          width={92}
          value={percentOfShare(shares.get(name) ?? "0")}
          onChange={(percent) => onChange(name, shareOfPercent(percent))}
        />
      ))}
    </div>
  );
}
