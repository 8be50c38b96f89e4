// What must never stand in a log, by the name of its field or by its value?
import type { Secret } from "#engine/core/secret.ts";
import type { SecretGuard } from "#engine/ports/secret-store.ts";
import { SHORTEST, spellingsOf } from "./secret-spellings.ts";

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

interface Known {
  /** How often it was registered: one owner's forgetting leaves another's protection. */
  owners: number;
  readonly spellings: readonly string[];
}

/** Knows the secrets in use by value and removes them from any text, in every spelling it could hold. */
export class SecretScrubber implements SecretGuard {
  readonly #known = new Map<string, Known>();
  /** Of all values, longest first: a short one inside a long one must not break it before it is found. */
  #spellings: readonly string[] = [];

  register(secret: Secret | string): void {
    const value = typeof secret === "string" ? secret : secret.reveal();
    if (value.length < SHORTEST) return;
    const known = this.#known.get(value);
    if (known !== undefined) {
      known.owners += 1;
      return;
    }
    this.#known.set(value, { owners: 1, spellings: spellingsOf(value) });
    this.#gather();
  }

  forget(secret: Secret | string): void {
    const value = typeof secret === "string" ? secret : secret.reveal();
    const known = this.#known.get(value);
    if (known === undefined) return;
    known.owners -= 1;
    if (known.owners > 0) return;
    this.#known.delete(value);
    this.#gather();
  }

  scrub(text: string): string {
    let clean = text;
    for (const spelling of this.#spellings) clean = clean.replaceAll(spelling, REDACTED);
    for (const shape of SECRET_SHAPES) clean = clean.replaceAll(shape, REDACTED);
    return clean;
  }

  #gather(): void {
    const all = new Set([...this.#known.values()].flatMap(({ spellings }) => spellings));
    this.#spellings = [...all].sort((a, b) => b.length - a.length);
  }
}
