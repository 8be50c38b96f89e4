// Is this a Coinbase (CDP) key, and what has to be mended before it can sign?
// A key is a name and a private key, or the whole key file as it was downloaded, in either field.
import type { EnteredCredentials, ReadCredentials } from "#engine/ports/venues.ts";
import { goodKey, mendEntered } from "#exchanges/shared/entered-key.ts";
import { readPrivateKey } from "./private-key.ts";

const KEY_NAME = /^organizations\/[\w-]+\/apiKeys\/[\w-]+$/;
const KEY_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function readCoinbaseCredentials(entered: EnteredCredentials): ReadCredentials {
  const { apiKey, secret, passphrase, mended } = mendEntered(entered);
  if (apiKey.startsWith("{") || secret.startsWith("{"))
    return bad(
      apiKey.startsWith("{") ? "apiKey" : "secret",
      'The key file is cut off or of another kind. Paste the whole file with "name" or "id" and "privateKey", from { to }.',
    );
  if (passphrase !== "")
    return bad(
      "passphrase",
      "A Coinbase key has no passphrase. With one it belongs to Coinbase Exchange: choose that instead.",
    );
  if (apiKey.startsWith("-----BEGIN"))
    return bad("apiKey", "This is a private key. Here belongs the key's name, organizations/…/apiKeys/…, or its id.");
  if (!KEY_NAME.test(apiKey) && !KEY_ID.test(apiKey))
    return bad(
      "apiKey",
      "Expected the whole key name, organizations/…/apiKeys/…, or the key's id (a UUID). Copy it from the key file.",
    );
  if (secret === "") return bad("secret", 'The private key is missing. Paste "privateKey" of the downloaded key file.');
  const key = readPrivateKey(secret);
  if (key.kind === "bad") return bad("secret", key.problem);
  if (key.format === "ES256" && !KEY_NAME.test(apiKey))
    return bad(
      "apiKey",
      "With an EC private key Coinbase expects the whole key name, organizations/…/apiKeys/…, not only its id.",
    );
  return goodKey({ apiKey, secret: key.text, passphrase: null }, key.format, [...mended, ...key.mended]);
}

const bad = (field: "apiKey" | "secret" | "passphrase", problem: string): ReadCredentials => ({
  kind: "bad",
  field,
  problem,
});
