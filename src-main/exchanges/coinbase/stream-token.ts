// How is one message to Coinbase's user socket signed? With a JSON Web Token of its own, valid for two minutes.
// Source: docs.cdp.coinbase.com, "WebSocket Authentication" (read 2026-11-26): like a request's token, but for no method and path.
import { type KeyObject, randomBytes, sign } from "node:crypto";
import type { Credentials } from "#engine/core/credentials.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import { SECOND_MS, type UnixMs } from "#shared/domain/time.ts";
import { privateKeyObject } from "./private-key.ts";
import { COINBASE } from "./quirks.ts";
import { TOKEN_ISSUER, TOKEN_LIFE_S } from "./stream-quirks.ts";

const NONCE_BYTES = 16;

/** Throws VENUE_AUTH for a secret that cannot sign. */
export function makeStreamToken(credentials: Credentials, now: UnixMs): string {
  const token = tokenOrNull(credentials, now);
  if (token !== null) return token;
  throw new EngineError("VENUE_AUTH", "Coinbase: the secret cannot sign. Check that it was pasted whole.", {
    data: { venue: COINBASE },
  });
}

/** Null where it cannot be made: what the platform throws then may quote the secret, so it is let go. */
function tokenOrNull({ apiKey, secret }: Credentials, now: UnixMs): string | null {
  try {
    const name = apiKey.reveal();
    const seconds = Math.floor(now / SECOND_MS);
    const key = privateKeyObject(secret.reveal());
    const isEdwards = key.asymmetricKeyType === "ed25519";
    const head = {
      alg: isEdwards ? "EdDSA" : "ES256",
      typ: "JWT",
      kid: name,
      nonce: randomBytes(NONCE_BYTES).toString("hex"),
    };
    const claims = { iss: TOKEN_ISSUER, sub: name, nbf: seconds, exp: seconds + TOKEN_LIFE_S };
    const text = [head, claims].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
    return `${text}.${signature(key, isEdwards, text)}`;
  } catch {
    return null;
  }
}

function signature(key: KeyObject, isEdwards: boolean, text: string): string {
  const bytes = isEdwards
    ? sign(null, Buffer.from(text), key)
    : sign("sha256", Buffer.from(text), { key, dsaEncoding: "ieee-p1363" });
  return bytes.toString("base64url");
}
