// Are a request's CB-ACCESS headers good? Checked in the venue's order: headers, key, passphrase, time, signature.
import { createHmac, timingSafeEqual } from "node:crypto";
import type { UnixMs } from "#shared/domain/time.ts";
import { headerOf, type VenueRequest } from "../core/http-message.ts";
import { CLOCK_WINDOW_S, KEY_ERRORS, type KeyError } from "./quirks.ts";

export interface ExchangeSecret {
  readonly apiKey: string;
  /** Base64 of 64 random bytes. */
  readonly secret: string;
  readonly passphrase: string;
}

type SignatureCheck<Key> = { readonly kind: "ok"; readonly key: Key } | ({ readonly kind: "refused" } & KeyError);

const HEADERS = ["CB-ACCESS-KEY", "CB-ACCESS-SIGN", "CB-ACCESS-TIMESTAMP", "CB-ACCESS-PASSPHRASE"];

export function checkSignature<Key extends ExchangeSecret>(
  request: VenueRequest,
  keys: ReadonlyMap<string, Key>,
  now: UnixMs,
): SignatureCheck<Key> {
  const missing = HEADERS.find((name) => headerOf(request, name.toLowerCase()) === "");
  if (missing !== undefined) return refused({ status: 401, message: `${missing} header is required` });
  const { method, path, queryText, body } = request;
  const target = queryText === "" ? path : `${path}?${queryText}`;
  const signed = {
    key: headerOf(request, "cb-access-key"),
    passphrase: headerOf(request, "cb-access-passphrase"),
    timestamp: headerOf(request, "cb-access-timestamp"),
    signature: headerOf(request, "cb-access-sign"),
  };
  return checkSigned(signed, method + target + body, keys, now);
}

/** Of headers, or of the fields of a socket's message. `what` is signed after the time. */
export function checkSigned<Key extends ExchangeSecret>(
  signed: Readonly<Record<"key" | "passphrase" | "timestamp" | "signature", string>>,
  what: string,
  keys: ReadonlyMap<string, Key>,
  now: UnixMs,
): SignatureCheck<Key> {
  const key = keys.get(signed.key);
  if (key === undefined) return refused(KEY_ERRORS.unknownKey);
  if (signed.passphrase !== key.passphrase) return refused(KEY_ERRORS.wrongPassphrase);
  const { timestamp } = signed;
  // Seconds, decimals allowed.
  if (!/^\d+(\.\d+)?$/.test(timestamp)) return refused(KEY_ERRORS.badTimestamp);
  if (Math.abs(now / 1_000 - Number(timestamp)) > CLOCK_WINDOW_S) return refused(KEY_ERRORS.oldTimestamp);
  const wanted = createHmac("sha256", Buffer.from(key.secret, "base64"))
    .update(timestamp + what)
    .digest();
  const given = Buffer.from(signed.signature, "base64");
  const fits = given.length === wanted.length && timingSafeEqual(given, wanted);
  return fits ? { kind: "ok", key } : refused(KEY_ERRORS.wrongSignature);
}

const refused = (error: KeyError): { readonly kind: "refused" } & KeyError => ({ kind: "refused", ...error });
