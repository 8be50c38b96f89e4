// Every spelling of a Coinbase Exchange key is read, mended or refused in words, and what comes out signs as the venue checks it.
import { createHmac } from "node:crypto";
import { coinbaseexchange } from "ccxt";
import { describe, expect, it } from "vitest";
import { readCoinbaseExchangeCredentials } from "./credentials.ts";

const KEY = "0123456789abcdef0123456789abcdef";
const SECRET = Buffer.alloc(64, 7).toString("base64");
const PASSPHRASE = "correct horse 'battery'";
const CANARY = "canary-0123456789";

const read = (apiKey: string, secret: string, passphrase: string) =>
  readCoinbaseExchangeCredentials({ apiKey, secret, passphrase });

describe("a key of Coinbase Exchange", () => {
  it.each([
    ["as shown", KEY, SECRET, 0],
    ["with spaces and quotation marks", ` "${KEY}"\n`, `'${SECRET}'`, 1],
    ["broken over lines", KEY, `${SECRET.slice(0, 44)}\n${SECRET.slice(44)}`, 1],
  ])("%s", (_, apiKey, secret, mends) => {
    const found = read(apiKey, secret, PASSPHRASE);
    if (found.kind === "bad") throw new Error(found.problem);
    const { credentials, format, mended } = found;
    expect([credentials.apiKey.reveal(), credentials.secret.reveal(), credentials.passphrase?.reveal()]).toEqual([
      KEY,
      SECRET,
      PASSPHRASE,
    ]);
    expect([format, mended.length]).toEqual(["HMAC-SHA256", mends]);
  });

  it("signs time, method, path and body with the decoded secret", () => {
    const exchange = new coinbaseexchange({ apiKey: KEY, secret: SECRET, password: PASSPHRASE });
    exchange.nonce = () => 1_767_571_200;
    const { headers, body } = exchange.sign("orders", "private", "POST", { size: "0.01" });
    const wanted = createHmac("sha256", Buffer.from(SECRET, "base64"))
      .update(`1767571200POST/orders${body}`)
      .digest("base64");
    expect(headers).toMatchObject({
      "CB-ACCESS-SIGN": wanted,
      "CB-ACCESS-TIMESTAMP": "1767571200",
      "CB-ACCESS-PASSPHRASE": PASSPHRASE,
    });
  });

  it.each([
    ["another venue's key", "organizations/1/apiKeys/2", SECRET, PASSPHRASE, "apiKey"],
    ["a private key in PEM", KEY, `-----BEGIN EC PRIVATE KEY-----${CANARY}`, PASSPHRASE, "apiKey"],
    ["a key of another length", CANARY, SECRET, PASSPHRASE, "apiKey"],
    ["a secret that is no base64", KEY, CANARY, PASSPHRASE, "secret"],
    ["no secret", KEY, "", PASSPHRASE, "secret"],
    ["no passphrase", KEY, SECRET, "  ", "passphrase"],
  ])("%s is refused with the field and without quoting it", (_, apiKey, secret, passphrase, field) => {
    const found = read(apiKey, secret, passphrase);
    expect(found).toMatchObject({ kind: "bad", field });
    expect(JSON.stringify(found)).not.toContain(CANARY);
  });
});
