// What must never stand in a log, by the name of its field or by its value?

export const REDACTED = "[redacted]";

/** Names are compared without case and punctuation: `apiKey`, `API-KEY` and `api_key` are one name. */
const SECRET_NAME =
  /(secret|passw|passphrase|apikey|privatekey|signingkey|rootkey|token|authorization|cookie|credential|mnemonic|seedphrase|nonce|onetimecode|signature)/;

/** Things that look like secrets wherever they stand: PEM blocks, bearer values, signed tokens. */
const SECRET_SHAPES: readonly RegExp[] = [
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----|$)/g,
  /\b(?:Bearer|Basic)\s+[A-Za-z0-9+/=._~-]{8,}/gi,
  /\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}/g,
];

const MAX_DEPTH = 8;
const MAX_ITEMS = 200;

/** A copy fit for a log: secret fields replaced, errors spelled out, cycles and depths cut. */
export function redactFields(value: unknown): unknown {
  return redact(value, 0, new Set());
}

function redact(value: unknown, depth: number, path: Set<object>): unknown {
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "function" || typeof value === "symbol") return `[${typeof value}]`;
  if (typeof value !== "object" || value === null) return value;
  if (path.has(value)) return "[circular]";
  if (depth >= MAX_DEPTH) return "[too deep]";
  path.add(value);
  try {
    return redactObject(value, depth + 1, path);
  } finally {
    path.delete(value);
  }
}

function redactObject(value: object, depth: number, path: Set<object>): unknown {
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => redact(item, depth, path));
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "[invalid date]" : value.toISOString();
  if (value instanceof Map) return redact(Object.fromEntries(value), depth, path);
  if (value instanceof Set) return redact([...value], depth, path);
  // An Error's own fields are not enumerable; its message and stack may quote what was thrown, the scrubber sees them.
  const spelled =
    value instanceof Error ? { name: value.name, message: value.message, stack: value.stack, cause: value.cause } : {};
  const fields = Object.entries({ ...spelled, ...value }).slice(0, MAX_ITEMS);
  return Object.fromEntries(
    fields
      .filter(([, field]) => field !== undefined)
      .map(([name, field]) => [name, isSecretName(name) && field !== null ? REDACTED : redact(field, depth, path)]),
  );
}

export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name.toLowerCase().replaceAll(/[^a-z0-9]/g, ""));
}

/** Knows the secrets in use by value and removes them from any text, in every spelling a log line could hold. */
export class SecretScrubber {
  readonly #spellings = new Map<string, readonly string[]>();

  /** Values shorter than 8 characters are not registered: removing them would shred ordinary text. */
  register(secret: string): void {
    if (secret.length < 8) return;
    const bytes = Buffer.from(secret, "utf8");
    const spellings = new Set([
      secret,
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(secret),
      bytes.toString("base64"),
      bytes.toString("base64url"),
      bytes.toString("hex"),
    ]);
    this.#spellings.set(
      secret,
      [...spellings].sort((a, b) => b.length - a.length),
    );
  }

  forget(secret: string): void {
    this.#spellings.delete(secret);
  }

  scrub(text: string): string {
    let clean = text;
    for (const spellings of this.#spellings.values()) {
      for (const spelling of spellings) clean = clean.replaceAll(spelling, REDACTED);
    }
    for (const shape of SECRET_SHAPES) clean = clean.replaceAll(shape, REDACTED);
    return clean;
  }
}
