// How do the vault's parts say that bytes cannot be trusted, and how is a failure told to people?
import { EngineError } from "#engine/core/engine-error.ts";

/** Thrown by the inner parts. `message` says what is wrong, to stand behind "The vault <path>". */
export class VaultDamage extends Error {
  override readonly name = "VaultDamage";
}

/** The generation before the present one. */
export function previousPath(path: string): string {
  return `${path}.previous`;
}

export function toVaultError(error: unknown, path: string, what: "read" | "opened" | "written"): EngineError {
  if (error instanceof EngineError) return error;
  if (error instanceof VaultDamage) {
    const next = `Put back ${previousPath(path)} or a backup, or move both files away and enter the keys anew`;
    return new EngineError("SECRET_DAMAGED", `The vault ${path} ${error.message}. ${next}`, { cause: error });
  }
  const text = error instanceof Error ? error.message : String(error);
  return new EngineError("SECRET_UNAVAILABLE", `The vault ${path} could not be ${what}: ${text}`, { cause: error });
}
