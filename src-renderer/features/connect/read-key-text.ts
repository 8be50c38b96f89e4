// Which key parts does a pasted or dropped text hold? Pure; what it returns is secret and goes straight into the fields.

export interface KeyParts {
  readonly apiKey?: string;
  readonly secret?: string;
  readonly passphrase?: string;
}

/** No venue's key file is larger; a larger file is something else. */
export const LARGEST_KEY_FILE = 8_192;

/** Names in the vendors' own files: Coinbase's CDP file has `name` or `id` and `privateKey`. */
const NAMES = {
  apiKey: ["name", "id", "apiKey", "api_key", "key"],
  secret: ["privateKey", "private_key", "apiSecret", "api_secret", "secret"],
  passphrase: ["passphrase", "password"],
} as const;

/** Null where the text is neither a key file nor a private key in PEM: then it is one field's value. */
export function readKeyText(text: string): KeyParts | null {
  const trimmed = text.trim();
  if (trimmed.startsWith("{")) return fromJson(trimmed);
  return /^-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(trimmed) ? { secret: trimmed } : null;
}

function fromJson(text: string): KeyParts | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // Said by the caller: the text is not a key file.
    return null;
  }
  if (typeof parsed !== "object" || parsed === null) return null;
  const entries = new Map(Object.entries(parsed));
  const first = (names: readonly string[]) =>
    names.map((name) => entries.get(name)).find((value) => typeof value === "string" && value !== "");
  const apiKey = first(NAMES.apiKey);
  const secret = first(NAMES.secret);
  const passphrase = first(NAMES.passphrase);
  if (typeof apiKey !== "string" && typeof secret !== "string") return null;
  return {
    ...(typeof apiKey === "string" ? { apiKey } : {}),
    ...(typeof secret === "string" ? { secret } : {}),
    ...(typeof passphrase === "string" ? { passphrase } : {}),
  };
}
