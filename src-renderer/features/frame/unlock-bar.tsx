// Do accounts wait for the vault's passphrase? Then it is asked for above whatever screen is open.
import { useStore } from "zustand";
import { Icon } from "#renderer/components/icon.tsx";
import { PassphraseForm } from "#renderer/components/passphrase-form.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { accountsStore } from "#renderer/stores/engine-stores.ts";
import { errorWords } from "#renderer/stores/to-loadable.ts";

export function UnlockBar() {
  const client = useClient();
  const locked = useStore(accountsStore, ({ value }) => (value ?? []).filter(({ state }) => state === "locked").length);
  const unlock = useCommand((passphrase: string) => client.secrets.unlock({ passphrase }));
  if (locked === 0) return null;
  const words = unlock.error === null ? null : errorWords(unlock.error);
  return (
    <section className="unlock-bar" aria-label="Locked vault">
      <Icon name="lock" size="small" />
      <span className="grow f12">
        <b>The vault is locked.</b>{" "}
        <span className="t2">
          {locked === 1 ? "One account is" : `${locked} accounts are`} not contacted until its passphrase is given.
        </span>
        {words === null ? null : (
          <span className="dn" role="alert">
            {" "}
            {words.happened} {words.next}
          </span>
        )}
      </span>
      <PassphraseForm kind="unlock" busy={unlock.busy} onSend={(typed) => void unlock.run(typed)} />
    </section>
  );
}
