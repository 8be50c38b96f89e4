// What does a venue need to take a person's calls for theirs?
import { Secret } from "./secret.ts";

/** One account's key. Which parts a venue needs is in its facts (`domain/venue.ts`). */
export interface Credentials {
  readonly apiKey: Secret;
  readonly secret: Secret;
  /** Coinbase Exchange's passphrase; null elsewhere. */
  readonly passphrase: Secret | null;
}

/** One bundle as it lies in the keychain. */
export function sealCredentials({ apiKey, secret, passphrase }: Credentials): Secret {
  return new Secret(
    JSON.stringify({
      v: 1,
      apiKey: apiKey.reveal(),
      secret: secret.reveal(),
      ...(passphrase === null ? {} : { passphrase: passphrase.reveal() }),
    }),
  );
}

/** Null for a bundle that is none of ours. */
export function openCredentials(bundle: Secret): Credentials | null {
  let value: unknown;
  try {
    value = JSON.parse(bundle.reveal());
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  const { v, apiKey, secret, passphrase } = value as Readonly<Record<string, unknown>>; // checked field by field below
  if (v !== 1 || typeof apiKey !== "string" || typeof secret !== "string") return null;
  if (passphrase !== undefined && typeof passphrase !== "string") return null;
  return {
    apiKey: new Secret(apiKey),
    secret: new Secret(secret),
    passphrase: passphrase === undefined ? null : new Secret(passphrase),
  };
}
