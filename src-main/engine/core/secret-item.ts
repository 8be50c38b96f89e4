// Under which name does a secret lie where it is kept?
import type { SecretName } from "#engine/ports/secret-store.ts";

export function secretItem(name: SecretName): string {
  return "journal" in name ? `journal-seal/${name.journal}` : `${name.profileId}/${name.accountId}/${name.generation}`;
}
