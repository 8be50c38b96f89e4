// How does a secret become text that every keychain stores whole? Base64 of its UTF-8: a NUL would cut it otherwise.
import { EngineError } from "#engine/core/engine-error.ts";
import { Secret } from "#engine/core/secret.ts";

/** Windows stores at most 2,560 bytes; what is larger goes to the vault on every system alike. */
const MAX_ITEM_BYTES = 2_500;

export function encodeSecret(secret: Secret): string {
  const value = secret.reveal();
  const bytes = Buffer.from(value, "utf8");
  try {
    if (bytes.length === 0 || bytes.toString("utf8") !== value) {
      throw new EngineError(
        "INPUT_INVALID",
        "A secret to be stored must be whole text and not empty; nothing was stored",
      );
    }
    return bytes.toString("base64");
  } finally {
    bytes.fill(0);
  }
}

/** Null for text that this program did not write. */
export function decodeSecret(text: string): Secret | null {
  const bytes = Buffer.from(text, "base64");
  const whole = bytes.length > 0 && bytes.toString("base64") === text;
  const secret = new Secret(bytes.toString("utf8"));
  bytes.fill(0);
  return whole ? secret : null;
}

export function fitsKeychain(secret: Secret): boolean {
  return encodeSecret(secret).length <= MAX_ITEM_BYTES;
}
