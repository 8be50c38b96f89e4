// Which key is it, without showing it? The same name that an account's connection keeps.
import type { Secret } from "#engine/core/secret.ts";

const DIGITS = 12;

/** First 12 hex digits of the SHA-256 of an API key. */
export async function keyFingerprint(apiKey: Secret): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(apiKey.reveal()));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0"))
    .join("")
    .slice(0, DIGITS);
}
