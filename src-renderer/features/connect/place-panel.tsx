// Where will the key live, why there, and what has to be done first?
import { ErrorState } from "#renderer/components/error-state.tsx";
import { Note } from "#renderer/components/note.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { PassphraseForm } from "#renderer/components/passphrase-form.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useCommand } from "#renderer/hooks/use-command.ts";
import type { RemoteState } from "#renderer/stores/remote-store.ts";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import type { SecretPlaceStatus } from "#shared/contract/views.ts";

export interface PlacePanelProps {
  readonly place: RemoteState<SecretPlaceStatus>;
  /** A passphrase was accepted: ask again. */
  readonly onChanged: () => void;
}

export function PlacePanel({ place, onChanged }: PlacePanelProps) {
  const client = useClient();
  const unlock = useCommand((passphrase: string) => client.secrets.unlock({ passphrase }));
  const choose = useCommand((passphrase: string) => client.secrets.choosePassphrase({ passphrase }));
  const status = place.value;
  const error = unlock.error ?? choose.error ?? (status === null ? place.error : null);
  const then = (done: SecretPlaceStatus | null) => {
    if (done !== null) onChanged();
  };
  return (
    <Panel title="Where the key will live">
      <PanelBody>
        <div className="stack">
          {status === null && place.error === null ? <SkeletonRows rows={3} /> : null}
          {status === null ? null : <PlaceNote status={status} />}
          {status?.state === "locked" ? (
            <PassphraseForm kind="unlock" busy={unlock.busy} onSend={(typed) => void unlock.run(typed).then(then)} />
          ) : null}
          {status?.state === "needsPassphrase" ? (
            <PassphraseForm kind="choose" busy={choose.busy} onSend={(typed) => void choose.run(typed).then(then)} />
          ) : null}
          {error === null ? null : <ErrorState {...errorWords(error)} />}
        </div>
      </PanelBody>
    </Panel>
  );
}

function PlaceNote({ status }: { readonly status: SecretPlaceStatus }) {
  const reason = status.reason === null ? "" : ` ${status.reason}`;
  if (status.state === "unavailable") {
    return (
      <Note tone="bad" title="Nowhere yet.">
        No key can be stored.{reason}
      </Note>
    );
  }
  if (status.place === "keychain") {
    return (
      <Note icon="lock" title="System keychain.">
        Written, read back and compared before it counts as stored. It never leaves this computer, and no screen can
        show it again.{reason}
      </Note>
    );
  }
  const next = {
    open: "It is open.",
    locked: "It is locked: give its passphrase first.",
    needsPassphrase: "Choose a passphrase first. Without it nobody can open the file, also not you.",
  }[status.state];
  return (
    <Note tone={status.state === "open" ? "plain" : "over"} icon="lock" title="Encrypted file under a passphrase.">
      {reason.trim()} {next}
    </Note>
  );
}
