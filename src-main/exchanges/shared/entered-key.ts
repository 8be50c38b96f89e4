// What can be mended in a key as a person pasted it?
import { Secret } from "#engine/core/secret.ts";
import type { EnteredCredentials, ReadCredentials } from "#engine/ports/venues.ts";

/** Names under which venues' key files and config files keep the parts. */
const NAMES: Readonly<Record<keyof EnteredCredentials, readonly string[]>> = {
  apiKey: ["apiKey", "api_key", "apikey", "key", "name", "id"],
  secret: ["secret", "apiSecret", "api_secret", "secretKey", "privateKey", "private_key"],
  passphrase: ["passphrase", "password"],
};

export interface MendedKey extends EnteredCredentials {
  readonly mended: readonly string[];
}

/** Takes a whole pasted key file apart, and removes spaces and quotation marks around the parts. */
export function mendEntered(entered: EnteredCredentials): MendedKey {
  const mended: string[] = [];
  const file = keyFile(entered.apiKey) ?? keyFile(entered.secret);
  if (file !== null) mended.push("The parts were taken out of the pasted key file.");
  const parts = { ...entered, ...file };
  const bare = { apiKey: unwrap(parts.apiKey), secret: unwrap(parts.secret), passphrase: unwrap(parts.passphrase) };
  if (file === null && (bare.apiKey !== entered.apiKey || bare.secret !== entered.secret))
    mended.push("Spaces or quotation marks around the key were removed.");
  return { ...bare, mended };
}

function keyFile(text: string): Partial<EnteredCredentials> | null {
  if (!text.trimStart().startsWith("{")) return null;
  let value: unknown;
  try {
    value = JSON.parse(text.trim());
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  const members = new Map<string, unknown>(Object.entries(value));
  const find = (part: keyof EnteredCredentials): Partial<EnteredCredentials> => {
    const found = NAMES[part].map((name) => members.get(name)).find((member) => typeof member === "string");
    return typeof found === "string" ? { [part]: found } : {};
  };
  const parts = { ...find("apiKey"), ...find("secret"), ...find("passphrase") };
  return parts.secret === undefined ? null : { apiKey: "", ...parts };
}

function unwrap(text: string): string {
  return text
    .trim()
    .replace(/^(["'])([\s\S]*)\1$/, "$2")
    .trim();
}

/** A private key in PEM with real line ends, and whether that needed mending; null where it is no PEM block. */
export function mendPem(text: string): { readonly pem: string; readonly mended: boolean } | null {
  const block = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]+?)-----END \1-----/.exec(
    text.replace(/\\r/g, "").replace(/\\n/g, "\n"),
  );
  if (block === null) return null;
  const label = block[1] ?? "";
  const body = (block[2] ?? "").replace(/\s+/g, "");
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(body)) return null;
  const lines = body.match(/.{1,64}/g) ?? [];
  const pem = [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
  return { pem, mended: pem.trim() !== text.trim() };
}

/** Base64 of the standard alphabet, of at least this many bytes. */
export function isBase64(text: string, leastBytes: number): boolean {
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text) && text.length % 4 === 0 && (text.length / 4) * 3 - 2 >= leastBytes;
}

export function goodKey(
  parts: { readonly apiKey: string; readonly secret: string; readonly passphrase: string | null },
  format: string,
  mended: readonly string[],
): ReadCredentials {
  return {
    kind: "ok",
    format,
    mended,
    credentials: {
      apiKey: new Secret(parts.apiKey),
      secret: new Secret(parts.secret),
      passphrase: parts.passphrase === null ? null : new Secret(parts.passphrase),
    },
  };
}
