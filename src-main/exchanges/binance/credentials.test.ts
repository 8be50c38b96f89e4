// Is a Binance key known by its form, mended where it can be, and never quoted?
import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { readBinanceCredentials } from "./credentials.ts";

const apiKey = "Ab12".repeat(16);
const hmac = "Zy98".repeat(16);
const pem = (kind: "ed25519" | "rsa") => {
  const pair = kind === "rsa" ? generateKeyPairSync("rsa", { modulusLength: 2048 }) : generateKeyPairSync("ed25519");
  return pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
};

describe("Binance's keys", () => {
  it.each([
    ["HMAC-SHA256", hmac],
    ["Ed25519", pem("ed25519")],
    ["RSA", pem("rsa")],
  ])("of kind %s are taken, with broken line ends too", (format, secret) => {
    for (const entered of [secret, secret.replaceAll("\n", "\\n"), secret.replaceAll("\n", "\r\n"), `  "${secret}" `]) {
      const read = readBinanceCredentials({ apiKey, secret: entered, passphrase: "" });
      if (read.kind === "bad") throw new Error(read.problem);
      expect(read.format).toBe(format);
      expect(read.credentials.secret.reveal()).toBe(secret.trim());
    }
  });

  it.each([
    [{ apiKey: "short", secret: hmac }, "apiKey"],
    [{ apiKey, secret: "short!" }, "secret"],
    [{ apiKey, secret: "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----" }, "secret"],
    [{ apiKey, secret: "-----BEGIN PRIVATE KEY-----\nAAAA" }, "secret"],
  ] as const)("are refused by field, without a word of them", (entered, field) => {
    const read = readBinanceCredentials({ ...entered, passphrase: "" });
    expect(read).toMatchObject({ kind: "bad", field });
    if (read.kind === "bad") for (const part of [apiKey, hmac, "short!"]) expect(read.problem).not.toContain(part);
  });
});
