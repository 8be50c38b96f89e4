// Is this a key of Coinbase Exchange, and what has to be mended before it can sign?
// A key is three things: an id of 32 hexadecimal digits, a secret in base64 and the passphrase its owner chose.
import type { EnteredCredentials, ReadCredentials } from "#engine/ports/venues.ts";
import { goodKey, isBase64, mendEntered } from "#exchanges/shared/entered-key.ts";

const KEY = /^[0-9a-f]{32}$/i;
const LEAST_SECRET_BYTES = 16;

export function readCoinbaseExchangeCredentials(entered: EnteredCredentials): ReadCredentials {
  const { apiKey, passphrase, mended, ...rest } = mendEntered(entered);
  const secret = rest.secret.replace(/\s+/g, "");
  const joined = secret === rest.secret ? [] : ["Spaces and line breaks inside the secret were removed."];
  if (apiKey.startsWith("organizations/") || secret.startsWith("-----BEGIN"))
    return bad("apiKey", "This is a Coinbase key, not one of Coinbase Exchange. Connect Coinbase with it.");
  if (!KEY.test(apiKey))
    return bad(
      "apiKey",
      "Expected the API key as Coinbase Exchange shows it: 32 hexadecimal digits. Copy it once more.",
    );
  if (!isBase64(secret, LEAST_SECRET_BYTES))
    return bad(
      "secret",
      "Expected the secret in base64, ending in =. It is shown once, when the key is made; else make a new key.",
    );
  if (passphrase === "")
    return bad(
      "passphrase",
      "The passphrase is missing. It was chosen when the key was made; without it make a new key.",
    );
  return goodKey({ apiKey, secret, passphrase }, "HMAC-SHA256", [...mended, ...joined]);
}

const bad = (field: "apiKey" | "secret" | "passphrase", problem: string): ReadCredentials => ({
  kind: "bad",
  field,
  problem,
});
