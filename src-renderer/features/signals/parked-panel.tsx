// Which assets did a stop sell, so that they stay in cash, and may the rebalancer serve them again?
import { useState } from "react";
import { AssetLabel } from "#renderer/components/asset-label.tsx";
import { Button } from "#renderer/components/button.tsx";
import { Dialog } from "#renderer/components/dialog.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { TextField } from "#renderer/components/text-field.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Profile } from "#shared/domain/profile.ts";

export interface ParkedPanelProps {
  readonly profile: Profile;
  /** Null while it is not known. */
  readonly parked: readonly Asset[] | null;
}

export function ParkedPanel({ profile, parked }: ParkedPanelProps) {
  const [asked, setAsked] = useState<Asset | null>(null);
  return (
    <Panel title="Parked in cash" meta="what a stop sold">
      <PanelBody scroll>
        {parked === null ? (
          <p className="f12 t3">Not known yet.</p>
        ) : parked.length === 0 ? (
          <p className="f12 t2">
            Nothing is parked. What a stop sells stays in cash until you re-arm it: no rebalance buys it back by itself.
          </p>
        ) : (
          <ul className="parked-list">
            {parked.map((asset) => (
              <li key={asset} className="row">
                <AssetLabel asset={asset} />
                <span className="grow f12 t2">Its target is kept in cash and nothing buys it.</span>
                <Button onClick={() => setAsked(asset)}>Re-arm</Button>
              </li>
            ))}
          </ul>
        )}
      </PanelBody>
      {asked === null ? null : <RearmDialog profile={profile} asset={asked} onClose={() => setAsked(null)} />}
    </Panel>
  );
}

interface RearmDialogProps {
  readonly profile: Profile;
  readonly asset: Asset;
  readonly onClose: () => void;
}

const LONGEST = 200;

function RearmDialog({ profile, asset, onClose }: RearmDialogProps) {
  const client = useClient();
  const [reason, setReason] = useState("");
  const rearm = useCommand((words: string) => client.signals.rearm({ profileId: profile.id, asset, reason: words }));
  const words = reason.trim();
  const isTooLong = words.length > LONGEST;
  const send = async () => {
    if ((await rearm.run(words)) !== null) onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Re-arm ${asset}`}
      description={`The next rebalance may buy ${asset} again up to its target. Nothing is bought now.`}
      mode={profile.mode}
      profileName={profile.name}
      foot={
        <>
          <Button onClick={onClose}>Leave it in cash</Button>
          <Button kind="primary" disabled={words === "" || isTooLong || rearm.busy} onClick={() => void send()}>
            {rearm.busy ? "Re-arming" : "Re-arm"}
          </Button>
        </>
      }
    >
      <div className="rearm-reason">
        <TextField
          label="Reason, kept in the journal"
          value={reason}
          onChange={setReason}
          error={isTooLong ? `${LONGEST} characters at most.` : undefined}
        />
      </div>
      {rearm.error === null ? null : <ErrorState {...errorWords(rearm.error)} />}
    </Dialog>
  );
}
