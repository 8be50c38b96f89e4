// Is this a Binance key?
import type { EnteredCredentials, ReadCredentials } from "#engine/ports/venues.ts";
import { goodKey, mendEntered, mendPem } from "#exchanges/shared/entered-key.ts";

const KEY = /^[A-Za-z0-9]{32,128}$/;
const HMAC_SECRET = /^[A-Za-z0-9]{32,128}$/;
/** The library takes a PEM of up to this length for Ed25519 and a longer one for RSA. Source: ccxt 4.5.84 binance.js (2026-11-26). */
const LONGEST_ED25519_PEM = 120;

export function readBinanceCredentials(entered: EnteredCredentials): ReadCredentials {
  const { apiKey, secret, mended } = mendEntered(entered);
  if (!KEY.test(apiKey)) {
    const problem = "Binance's API key is one word of 64 letters and digits. Copy it whole from the key's page.";
    return { kind: "bad", field: "apiKey", problem };
  }
  if (HMAC_SECRET.test(secret)) return goodKey({ apiKey, secret, passphrase: null }, "HMAC-SHA256", mended);
  const pem = mendPem(secret);
  if (pem === null) {
    const problem =
      "Binance's secret is one word of 64 letters and digits, or a private key that begins with -----BEGIN PRIVATE KEY-----. Copy it whole.";
    return { kind: "bad", field: "secret", problem };
  }
  if (!/^-----BEGIN (RSA )?PRIVATE KEY-----/.test(pem.pem)) {
    const problem =
      "This is not an unencrypted private key. Paste the private key (-----BEGIN PRIVATE KEY-----) that belongs to the API key.";
    return { kind: "bad", field: "secret", problem };
  }
  const bare = pem.pem.trim();
  const format = bare.length <= LONGEST_ED25519_PEM ? "Ed25519" : "RSA";
  const notes = pem.mended ? [...mended, "Line ends of the private key were mended."] : mended;
  return goodKey({ apiKey, secret: bare, passphrase: null }, format, notes);
}
