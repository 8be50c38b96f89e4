// Who hears that keys which were locked away can be read now?
import { Topic } from "#engine/core/event-bus.ts";
import type { Secret } from "#engine/core/secret.ts";
import type { SecretStore, SecretStoreStatus } from "#engine/ports/secret-store.ts";

/** What the window may do with the place of the keys; tells when one of it opened the place. */
export class VaultDoor implements Pick<SecretStore, "status" | "unlock" | "choosePassphrase"> {
  readonly opened = new Topic<void>();
  readonly #secrets: SecretStore;

  constructor(secrets: SecretStore) {
    this.#secrets = secrets;
  }

  status(): Promise<SecretStoreStatus> {
    return this.#secrets.status();
  }

  async unlock(passphrase: Secret): Promise<SecretStoreStatus> {
    return this.#tell(await this.#secrets.unlock(passphrase));
  }

  async choosePassphrase(passphrase: Secret): Promise<SecretStoreStatus> {
    return this.#tell(await this.#secrets.choosePassphrase(passphrase));
  }

  #tell(status: SecretStoreStatus): SecretStoreStatus {
    if (status.state === "open") this.opened.publish();
    return status;
  }
}
