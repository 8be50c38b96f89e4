// Where does the key of the journal's seals lie? Beside the accounts' keys, one for each journal.
import { EngineError } from "#engine/core/engine-error.ts";
import { Secret } from "#engine/core/secret.ts";
import type { Journal } from "#engine/ports/journal.ts";
import type { SecretName, SecretStore } from "#engine/ports/secret-store.ts";
import { type SealKey, sealKeySchema } from "#shared/domain/journal-seal.ts";

/** Two data folders of one user share a keychain: the first entry tells their journals apart. Null where there is no entry. */
export async function sealKeyName(journal: Pick<Journal, "read">): Promise<SecretName | null> {
  const [first] = await journal.read({ after: 0, limit: 1 });
  return first === undefined ? null : { journal: first.hash };
}

/** Null where none was made yet. SECRET_ codes; SECRET_DAMAGED where it is not what was written. */
export async function readSealKey(secrets: Pick<SecretStore, "read">, name: SecretName): Promise<SealKey | null> {
  const secret = await secrets.read(name);
  if (secret === null) return null;
  const parsed = sealKeySchema.safeParse(parse(secret.reveal()));
  if (!parsed.success) {
    // What is wrong with it would show the secret.
    throw new EngineError("SECRET_DAMAGED", "The key of the journal's seals is not readable where it is kept");
  }
  return parsed.data;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export async function writeSealKey(secrets: Pick<SecretStore, "write">, name: SecretName, key: SealKey): Promise<void> {
  await secrets.write(name, new Secret(JSON.stringify(key)));
}
