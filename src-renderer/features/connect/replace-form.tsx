// Is the new key to take the old one's place? Here it is stored.
import type { FormEvent } from "react";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useCommand } from "#renderer/hooks/use-command.ts";
import type { AccountView } from "#shared/contract/views.ts";
import { StoreButton, StoreError, type StoreProps } from "./store-button.tsx";

export interface ReplaceFormProps extends StoreProps {
  readonly replaces: AccountView;
}

export function ReplaceForm({ replaces, checkId, confirmed, blocked, onStored, onCheckAgain }: ReplaceFormProps) {
  const client = useClient();
  const { account, profileId } = replaces;
  const rotate = useCommand(() =>
    client.accounts.rotate({ profileId, accountId: account.id, checkId, confirmedNoTransfer: confirmed }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (blocked !== null) return;
    void rotate.run(undefined).then((stored) => {
      if (stored !== null) onStored(stored);
    });
  };
  return (
    <Panel title={`New key for ${account.name}`} meta="The key passed every check">
      <PanelBody>
        <form className="stack" onSubmit={submit}>
          <p className="f12 t2">
            {account.name} keeps its name, its profile and its history. The new key is stored and read back first; the
            old one is destroyed last. Delete the old key at the exchange afterwards.
          </p>
          <StoreButton
            label="Replace the key"
            busyLabel="Replacing the key"
            busy={rotate.busy}
            disabled={false}
            blocked={blocked}
          />
          <StoreError error={rotate.error} onCheckAgain={onCheckAgain} />
        </form>
      </PanelBody>
    </Panel>
  );
}
