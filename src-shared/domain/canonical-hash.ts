// How is content addressed? SHA-256 over canonical JSON (RFC 8785).
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import canonicalize from "canonicalize";

/** Canonical JSON text (RFC 8785). Throws `TypeError` on what JSON cannot hold. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError("Only JSON values can be hashed");
  return text;
}

/** SHA-256 of text, lower-case hexadecimal. */
export function sha256Hex(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/** SHA-256 over the canonical JSON of `value`, lower-case hexadecimal. */
export function canonicalHash(value: unknown): string {
  return sha256Hex(canonicalJson(value));
}
