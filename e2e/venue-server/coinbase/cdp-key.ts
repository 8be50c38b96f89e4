// What does a person get from Coinbase when they make an API key? A name and a private key in one of three spellings, made anew each time.
import { generateKeyPairSync, type KeyObject, randomUUID } from "node:crypto";

/** `sec1`: what Coinbase hands out; `pkcs8`: the same key as other tools write it; `ed25519`: seed and public key, 88 letters of base64. */
export type CdpKeyFormat = "sec1" | "pkcs8" | "ed25519";

export interface CdpKey {
  /** `organizations/{org}/apiKeys/{id}` of an EC key, the bare id of an Ed25519 key. */
  readonly name: string;
  readonly algorithm: "ES256" | "EdDSA";
  readonly publicKey: KeyObject;
}

interface CdpKeyPair extends CdpKey {
  readonly privateKey: string;
  /** Text of the key file that the browser downloads. */
  readonly keyFile: string;
}

const RAW_KEY_BYTES = 32;

export function makeCdpKey(format: CdpKeyFormat): CdpKeyPair {
  if (format === "ed25519") return makeEd25519();
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const name = `organizations/${randomUUID()}/apiKeys/${randomUUID()}`;
  const text = privateKey.export({ type: format, format: "pem" }).toString();
  return {
    name,
    algorithm: "ES256",
    publicKey,
    privateKey: text,
    keyFile: JSON.stringify({ name, privateKey: text }, null, 3),
  };
}

function makeEd25519(): CdpKeyPair {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const name = randomUUID();
  // The raw bytes end both encodings (RFC 8410).
  const seed = privateKey.export({ type: "pkcs8", format: "der" }).subarray(-RAW_KEY_BYTES);
  const point = publicKey.export({ type: "spki", format: "der" }).subarray(-RAW_KEY_BYTES);
  const text = Buffer.concat([seed, point]).toString("base64");
  return {
    name,
    algorithm: "EdDSA",
    publicKey,
    privateKey: text,
    keyFile: JSON.stringify({ id: name, privateKey: text }, null, 3),
  };
}
