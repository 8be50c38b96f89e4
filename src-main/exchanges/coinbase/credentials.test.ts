// Every spelling of a Coinbase key is read, mended or refused in words, and what comes out signs as Coinbase checks it.
import { createPublicKey, generateKeyPairSync, type KeyObject, verify } from "node:crypto";
import { coinbase } from "ccxt";
import { describe, expect, it } from "vitest";
import type { EnteredCredentials } from "#engine/ports/venues.ts";
import { readCoinbaseCredentials } from "./credentials.ts";

const NAME = "organizations/6f3a0c1e-8f3c-4d7c-9a34-2d0f8c1b7e11/apiKeys/d2efa49a-369c-43d7-a60e-ae26e28853c2";
const ID = "d2efa49a-369c-43d7-a60e-ae26e28853c2";

const ec = generateKeyPairSync("ec", { namedCurve: "prime256v1" }).privateKey;
const SEC1 = ec.export({ type: "sec1", format: "pem" }).toString();
const PKCS8 = ec.export({ type: "pkcs8", format: "pem" }).toString();
const ed = generateKeyPairSync("ed25519").privateKey;
const ED88 = Buffer.concat([
  ed.export({ type: "pkcs8", format: "der" }).subarray(-32),
  createPublicKey(ed).export({ type: "spki", format: "der" }).subarray(-32),
]).toString("base64");

const entered = (apiKey: string, secret: string, passphrase = ""): EnteredCredentials => ({
  apiKey,
  secret,
  passphrase,
});

function ok(input: EnteredCredentials) {
  const read = readCoinbaseCredentials(input);
  if (read.kind === "bad") throw new Error(`${read.field}: ${read.problem}`);
  const { apiKey, secret } = read.credentials;
  return { apiKey: apiKey.reveal(), secret: secret.reveal(), format: read.format, mended: read.mended };
}

function signs(input: EnteredCredentials, key: KeyObject): void {
  const { apiKey, secret, format } = ok(input);
  const exchange = new coinbase({ apiKey, secret });
  const { headers } = exchange.sign("brokerage/accounts", ["v3", "private"], "GET", { limit: 250 }) as unknown as {
    headers: Record<string, string>; // the library's own return type says nothing of it
  };
  const token = (headers.Authorization ?? "").replace("Bearer ", "");
  const [head, body, signature] = token.split(".");
  const header = JSON.parse(Buffer.from(head ?? "", "base64url").toString());
  const claims = JSON.parse(Buffer.from(body ?? "", "base64url").toString());
  expect(header).toMatchObject({ alg: format === "ES256" ? "ES256" : "EdDSA", kid: apiKey });
  expect(claims.sub).toBe(apiKey);
  expect(claims.uri ?? claims.uris[0]).toBe("GET api.coinbase.com/api/v3/brokerage/accounts");
  expect(
    verify(
      format === "ES256" ? "sha256" : null,
      Buffer.from(`${head}.${body}`),
      format === "ES256" ? { key: createPublicKey(key), dsaEncoding: "ieee-p1363" } : createPublicKey(key),
      Buffer.from(signature ?? "", "base64url"),
    ),
  ).toBe(true);
}

describe("EC keys", () => {
  const spellings: readonly (readonly [string, EnteredCredentials, readonly string[]])[] = [
    ["as downloaded", entered(NAME, SEC1.trim()), []],
    [
      "with literal \\n",
      entered(NAME, SEC1.trim().replaceAll("\n", "\\n")),
      ["The private key's line breaks were restored."],
    ],
    [
      "with CRLF",
      entered(NAME, SEC1.trim().replaceAll("\n", "\r\n")),
      ["The private key's line breaks were restored."],
    ],
    ["as PKCS#8", entered(NAME, PKCS8.trim()), ["The private key was converted from PKCS#8 to SEC1."]],
    [
      "in quotation marks",
      entered(NAME, `"${SEC1.trim()}"`),
      ["Spaces or quotation marks around the key were removed."],
    ],
    [
      "with spaces around",
      entered(` ${NAME}\n`, `\n ${SEC1}`),
      ["Spaces or quotation marks around the key were removed."],
    ],
    ["on one line", entered(NAME, SEC1.trim().replaceAll("\n", " ")), ["The private key's line breaks were restored."]],
    [
      "as a key file in the first field",
      entered(JSON.stringify({ name: NAME, privateKey: SEC1 }), ""),
      ["The parts were taken out of the pasted key file."],
    ],
    [
      "as a key file in the second field",
      entered(NAME, `\uFEFF${JSON.stringify({ name: NAME, privateKey: SEC1.trim() }, null, 2)}`),
      ["The parts were taken out of the pasted key file."],
    ],
  ];

  it.each(spellings)("%s", (_, input, mended) => {
    expect(ok(input)).toEqual({ apiKey: NAME, secret: SEC1, format: "ES256", mended });
    signs(input, ec);
  });
});

describe("Ed25519 keys", () => {
  const pem = ed.export({ type: "pkcs8", format: "pem" }).toString().trim();
  const seed = Buffer.from(ED88, "base64").subarray(0, 32).toString("base64");
  const spellings: readonly (readonly [string, EnteredCredentials, readonly string[]])[] = [
    ["with a key id", entered(ID, ED88), []],
    [
      "as a key file",
      entered(JSON.stringify({ id: ID, privateKey: ED88 }), ""),
      ["The parts were taken out of the pasted key file."],
    ],
    [
      "broken over lines",
      entered(ID, `${ED88.slice(0, 40)}\n${ED88.slice(40)}`),
      ["Spaces and line breaks inside the private key were removed."],
    ],
    ["the seed alone", entered(ID, seed), ["The public half was added to the private key."]],
    ["as PEM", entered(ID, pem), ["The private key was converted to base64."]],
  ];

  it.each(spellings)("%s", (_, input, mended) => {
    expect(ok(input)).toEqual({ apiKey: ID, secret: ED88, format: "Ed25519", mended });
    expect(ED88).toHaveLength(88);
    signs(input, ed);
  });

  it("sign under the whole key name, too", () => signs(entered(NAME, ED88), ed));
});

describe("what is not a Coinbase key", () => {
  const p384 = generateKeyPairSync("ec", { namedCurve: "secp384r1" }).privateKey.export({
    type: "sec1",
    format: "pem",
  });
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs8", format: "pem" });
  const other = Buffer.from(ED88, "base64");
  other[40] = (other[40] ?? 0) ^ 1;
  const CANARY = "canary-0123456789";
  const inputs: readonly (readonly [string, EnteredCredentials, string, RegExp])[] = [
    ["an empty name", entered("", SEC1), "apiKey", /organizations\/…\/apiKeys/],
    ["a name cut short", entered("organizations/6f3a0c1e/apiKeys/", SEC1), "apiKey", /whole key name/],
    ["the id alone with an EC key", entered(ID, SEC1), "apiKey", /whole key name/],
    ["a private key for a name", entered(SEC1, SEC1), "apiKey", /This is a private key/],
    ["no private key", entered(NAME, "  "), "secret", /missing/],
    ["another curve", entered(NAME, p384.toString()), "secret", /P-256/],
    ["an RSA key", entered(NAME, rsa.toString()), "secret", /P-256/],
    ["a PEM without its end", entered(NAME, SEC1.slice(0, 120)), "secret", /from its first line/],
    [
      "a damaged PEM",
      entered(NAME, SEC1.replace(/[A-Za-z]{8}\n/, "AAAAAAAA\n").replace("MHc", "MMc")),
      "secret",
      /damaged/,
    ],
    ["an Ed25519 key with a wrong half", entered(ID, other.toString("base64")), "secret", /do not fit together/],
    ["base64 of another length", entered(ID, Buffer.alloc(48).toString("base64")), "secret", /88 letters/],
    ["some text", entered(NAME, `${CANARY} is no key`), "secret", /EC private key in PEM/],
    ["half a key file", entered(`{"name":"${CANARY}","privateK`, ""), "apiKey", /cut off/],
    ["another JSON file", entered("", `{"key":"${CANARY}"}`), "secret", /of another kind/],
    ["a passphrase", entered(NAME, SEC1, CANARY), "passphrase", /Coinbase Exchange/],
  ];

  it.each(inputs)("%s is refused with the field and without quoting it", (_, input, field, problem) => {
    const read = readCoinbaseCredentials(input);
    expect(read).toMatchObject({ kind: "bad", field, problem: expect.stringMatching(problem) });
    expect(JSON.stringify(read)).not.toContain(CANARY);
  });
});
