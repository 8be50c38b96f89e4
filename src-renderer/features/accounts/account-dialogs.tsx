// How is an account called from now on, and what is lost when it is removed?
import { type FormEvent, useRef, useState } from "react";
import { Button } from "#renderer/components/button.tsx";
import { ConfirmDialog, Dialog } from "#renderer/components/dialog.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { TextField } from "#renderer/components/text-field.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { useQuery } from "#renderer/hooks/use-query.ts";
import { useTestServers } from "#renderer/hooks/use-test-servers.ts";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import type { AccountView } from "#shared/contract/views.ts";
import { refOf } from "./use-account-commands.ts";

const ASK_AGAIN_MS = 30_000;
const LONGEST_NAME = 64;

export interface AccountDialogProps {
  readonly view: AccountView;
  readonly onClose: () => void;
}

export function RenameDialog({ view, onClose }: AccountDialogProps) {
  const client = useClient();
  const field = useRef<HTMLInputElement>(null);
  const [name, setName] = useState(view.account.name);
  const rename = useCommand((next: string) => client.accounts.rename({ ...refOf(view), name: next }));
  const trimmed = name.trim();
  const isFit = trimmed !== "" && trimmed.length <= LONGEST_NAME;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isFit) return;
    void rename.run(trimmed).then((renamed) => {
      if (renamed !== null) onClose();
    });
  };
  return (
    <Dialog open onClose={onClose} title={`Rename ${view.account.name}`} initialFocus={field}>
      <form className="stack dialog-form" onSubmit={submit}>
        <TextField
          label="Name of the account"
          ref={field}
          value={name}
          onChange={setName}
          large
          error={isFit ? undefined : `Between 1 and ${LONGEST_NAME} characters are needed`}
        />
        {rename.error === null ? null : <ErrorState {...errorWords(rename.error)} />}
        <span className="row">
          <span className="grow" />
          <Button onClick={onClose}>Keep the name</Button>
          <Button kind="primary" submit disabled={!isFit || rename.busy}>
            Rename
          </Button>
        </span>
      </form>
    </Dialog>
  );
}

export function RemoveDialog({ view, onClose }: AccountDialogProps) {
  const client = useClient();
  const { account, profileId, profileName, mode } = view;
  const notice = useQuery({
    key: `${profileId} ${account.id}`,
    ask: (signal) => client.accounts.removalNotice(refOf(view), { signal }),
    everyMs: ASK_AGAIN_MS,
  });
  const testServers = useTestServers({ accounts: [account] });
  const remove = useCommand(() => client.accounts.remove(refOf(view)));
  const error = remove.error ?? notice.error;
  return (
    <ConfirmDialog
      open
      title={`Remove ${account.name}?`}
      mode={mode}
      testServers={testServers}
      profileName={profileName}
      safeLabel="Keep the account"
      deedLabel={remove.busy ? "Removing" : "Remove and destroy the key"}
      deedDisabled={notice.value === null || remove.busy}
      onSafe={onClose}
      onDeed={() =>
        void remove.run(undefined).then((removed) => {
          if (removed !== null) onClose();
        })
      }
      description={
        <div className="stack removal">
          {notice.value === null && error === null ? <p>Reading what would be lost.</p> : null}
          {notice.value === null ? null : (
            <>
              <Sentences title="What is lost" sentences={notice.value.lost} />
              <Sentences title="What is kept" sentences={notice.value.kept} />
              <p>Delete the key at the exchange as well: only there it ends for everybody.</p>
            </>
          )}
          {error === null ? null : <ErrorState {...errorWords(error)} />}
        </div>
      }
    />
  );
}

function Sentences({ title, sentences }: { readonly title: string; readonly sentences: readonly string[] }) {
  if (sentences.length === 0) return null;
  return (
    <div>
      <b>{title}</b>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}
