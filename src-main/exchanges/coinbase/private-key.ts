// Which private key is this, and how is it written so that requests can be signed with it?
// Coinbase hands out EC keys as PEM and Ed25519 keys as 88 letters of base64; people paste both in many spellings.
import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { mendPem } from "#exchanges/shared/entered-key.ts";

export type PrivateKey =
  | {
      readonly kind: "ok";
      readonly format: "ES256" | "Ed25519";
      readonly text: string;
      readonly mended: readonly string[];
    }
  | { readonly kind: "bad"; readonly problem: string };

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const SEED_BYTES = 32;
/** What stands before the 32 bytes of an Ed25519 seed in PKCS#8 (RFC 8410, section 7). */
const ED25519_PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");

const EXPECTED =
  'Expected an EC private key in PEM ("-----BEGIN EC PRIVATE KEY-----") or an Ed25519 key of 88 letters in base64. Paste "privateKey" of the downloaded key file.';

/** `text` has no spaces around it. */
export function readPrivateKey(text: string): PrivateKey {
  return text.includes("-----") ? readPem(text) : readEd25519(text);
}

function readPem(text: string): PrivateKey {
  const block = mendPem(text);
  if (block === null)
    return bad("The private key is not whole. Paste it from its first line, BEGIN, to its last, END.");
  let key: KeyObject;
  try {
    key = createPrivateKey(block.pem);
  } catch {
    // The library's own words would quote parts of the key.
    return bad("The private key is damaged or protected by a passphrase. Copy it once more, or make a new key.");
  }
  const mended = block.mended ? ["The private key's line breaks were restored."] : [];
  if (key.asymmetricKeyType === "ed25519")
    return ok("Ed25519", ed25519Text(key), [...mended, "The private key was converted to base64."]);
  if (key.asymmetricKeyType !== "ec" || key.asymmetricKeyDetails?.namedCurve !== "prime256v1")
    return bad(
      "Coinbase signs with EC keys on the curve P-256 or with Ed25519 keys; this is another kind. Make a new key.",
    );
  const sec1 = block.pem.startsWith("-----BEGIN EC PRIVATE KEY-----");
  const converted = sec1 ? [] : ["The private key was converted from PKCS#8 to SEC1."];
  return ok("ES256", key.export({ type: "sec1", format: "pem" }).toString(), [...mended, ...converted]);
}

function readEd25519(text: string): PrivateKey {
  const joined = text.replace(/\\r|\\n|\s/g, "");
  if (!BASE64.test(joined)) return bad(EXPECTED);
  const bytes = Buffer.from(joined, "base64");
  if (bytes.length !== SEED_BYTES && bytes.length !== 2 * SEED_BYTES) return bad(EXPECTED);
  const whole = ed25519Text(ed25519Key(bytes));
  const mended = joined === text ? [] : ["Spaces and line breaks inside the private key were removed."];
  if (bytes.length === SEED_BYTES)
    return ok("Ed25519", whole, [...mended, "The public half was added to the private key."]);
  // Seed and public key stand one after the other: halves that do not belong together are a slip of copying.
  if (whole !== joined)
    return bad("The Ed25519 key is damaged: its two halves do not fit together. Copy it once more.");
  return ok("Ed25519", whole, mended);
}

/** The key of a text that {@link readPrivateKey} gave; throws for another one. */
export function privateKeyObject(text: string): KeyObject {
  return text.includes("-----") ? createPrivateKey(text) : ed25519Key(Buffer.from(text, "base64"));
}

/** Of the seed, which may be followed by the public half. */
function ed25519Key(bytes: Buffer): KeyObject {
  const der = Buffer.concat([ED25519_PKCS8, bytes.subarray(0, SEED_BYTES)]);
  return createPrivateKey({ key: der, format: "der", type: "pkcs8" });
}

/** Seed and public key, 64 bytes, as Coinbase writes them: 88 letters. */
function ed25519Text(key: KeyObject): string {
  const seed = key.export({ type: "pkcs8", format: "der" }).subarray(-SEED_BYTES);
  const publicKey = createPublicKey(key).export({ type: "spki", format: "der" }).subarray(-SEED_BYTES);
  return Buffer.concat([seed, publicKey]).toString("base64");
}

const ok = (format: "ES256" | "Ed25519", text: string, mended: readonly string[]): PrivateKey => ({
  kind: "ok",
  format,
  text,
  mended,
});

const bad = (problem: string): PrivateKey => ({ kind: "bad", problem });
