// How are single secrets sealed into a vault's image, and when is a whole image to be believed?
import { Secret } from "#engine/core/secret.ts";
import { VaultDamage } from "./vault-error.ts";
import { headerBytes, isAuthentic, parseVault, type VaultHeader, type VaultImage } from "./vault-format.ts";
import { seal, unseal, type VaultKeys } from "./vault-keys.ts";

export function sealEntry(name: string, secret: Secret, header: VaultHeader, keys: VaultKeys): Buffer {
  const plain = Buffer.from(secret.reveal(), "utf8");
  const sealed = seal(plain, keys.entries, boundTo(header, name));
  plain.fill(0);
  return sealed;
}

export function unsealEntry(name: string, sealed: Buffer, header: VaultHeader, keys: VaultKeys): Secret {
  const plain = unseal(sealed, keys.entries, boundTo(header, name));
  if (plain === null) throw new VaultDamage(`holds a damaged secret (${name})`);
  const secret = new Secret(plain.toString("utf8"));
  plain.fill(0);
  return secret;
}

/** The image, once every byte and every secret has proven true. */
export function authenticImage(bytes: Buffer, keys: VaultKeys): VaultImage {
  const image = parseVault(bytes);
  if (!isAuthentic(bytes, keys.mac)) throw new VaultDamage("was changed by something that does not have its key");
  for (const [name, sealed] of image.entries) unsealEntry(name, sealed, image.header, keys);
  return image;
}

/** A sealed secret opens under its own name in its own vault, and nowhere else. */
function boundTo(header: VaultHeader, name: string): Buffer {
  return Buffer.concat([headerBytes(header), Buffer.from(name, "utf8")]);
}
