// Is this a Kraken key?
import type { EnteredCredentials, ReadCredentials } from "#engine/ports/venues.ts";
import { goodKey, isBase64, mendEntered } from "#exchanges/shared/entered-key.ts";

const KEY = /^[A-Za-z0-9+/]{40,80}={0,2}$/;
const LEAST_SECRET_BYTES = 32;

export function readKrakenCredentials(entered: EnteredCredentials): ReadCredentials {
  const { apiKey, secret, mended } = mendEntered(entered);
  if (!KEY.test(apiKey)) {
    const problem = "Kraken's API key is one word of 56 letters, digits and signs. Copy it whole from the key's page.";
    return { kind: "bad", field: "apiKey", problem };
  }
  if (!isBase64(secret, LEAST_SECRET_BYTES)) {
    const problem =
      "Kraken's private key is one base64 word, mostly 88 characters that end in ==. Copy it whole; it is shown once.";
    return { kind: "bad", field: "secret", problem };
  }
  return goodKey({ apiKey, secret, passphrase: null }, "HMAC-SHA512", mended);
}
