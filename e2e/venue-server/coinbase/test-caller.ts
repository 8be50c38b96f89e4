// How does a test sign a request to Coinbase by hand, rightly or wrongly?
import { createPrivateKey, type KeyObject, randomUUID, sign } from "node:crypto";
import type { CoinbaseKey } from "./start-coinbase-server.ts";

const ED25519_PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");
const RAW_KEY_BYTES = 32;

export interface Reply {
  readonly status: number;
  readonly text: string;
  /** The parsed body; undefined where it is no JSON. */
  readonly body: unknown;
}

export interface TokenChanges {
  readonly head?: object;
  readonly claims?: object;
  /** Changes the finished token. */
  readonly token?: (token: string) => string;
}

/** Calls with a token for `nowMs()`; `changes` spoil it. */
export function callerOf(url: string, key: CoinbaseKey, nowMs: () => number) {
  return async (method: string, target: string, body?: object, changes: TokenChanges = {}): Promise<Reply> => {
    const [path = ""] = target.split("?");
    const uri = `${method} ${new URL(url).host}${path}`;
    const token = tokenOf(key, nowMs(), { ...changes, claims: { uri, ...changes.claims } });
    return send(url, method, target, body, { authorization: `Bearer ${token}` });
  };
}

/** For no request, as sockets want it. No two are the same. */
export function tokenOf(key: CoinbaseKey, nowMs: number, changes: TokenChanges = {}): string {
  const seconds = Math.floor(nowMs / 1_000);
  const { privateKey, algorithm } = readKey(key.secret);
  const head = { alg: algorithm, kid: key.apiKey, nonce: randomUUID(), typ: "JWT", ...changes.head };
  const claims = { iss: "cdp", sub: key.apiKey, nbf: seconds, exp: seconds + 120, ...changes.claims };
  const signed = [head, claims].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  const token = `${signed}.${signature(privateKey, algorithm, signed)}`;
  return changes.token?.(token) ?? token;
}

export async function send(
  url: string,
  method: string,
  target: string,
  body?: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<Reply> {
  const response = await fetch(`${url}${target}`, {
    method,
    headers: { ...headers, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, body: parsed(text) };
}

function readKey(secret: string): { readonly privateKey: KeyObject; readonly algorithm: "ES256" | "EdDSA" } {
  if (secret.startsWith("-----")) return { privateKey: createPrivateKey(secret), algorithm: "ES256" };
  const seed = Buffer.from(secret, "base64").subarray(0, RAW_KEY_BYTES);
  const key = Buffer.concat([ED25519_PKCS8, seed]);
  return { privateKey: createPrivateKey({ key, format: "der", type: "pkcs8" }), algorithm: "EdDSA" };
}

function signature(key: KeyObject, algorithm: "ES256" | "EdDSA", text: string): string {
  return algorithm === "EdDSA"
    ? sign(null, Buffer.from(text), key).toString("base64url")
    : sign("sha256", Buffer.from(text), { key, dsaEncoding: "ieee-p1363" }).toString("base64url");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
