import { describe, expect, it } from "vitest";
import { isSecretName, REDACTED, redactFields, SecretScrubber } from "./redact.ts";

describe("isSecretName", () => {
  it.each([
    "secret",
    "apiSecret",
    "API-KEY",
    "api_key",
    "passphrase",
    "password",
    "privateKey",
    "Authorization",
    "set-cookie",
    "sessionToken",
    "nonce",
    "oneTimeCode",
  ])("hides %s", (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  it.each(["symbol", "key", "planHash", "accountId", "quantity", "code", "message"])("shows %s", (name) => {
    expect(isSecretName(name)).toBe(false);
  });
});

describe("redactFields", () => {
  it("hides secret fields at any depth, in arrays, maps and errors", () => {
    const error = Object.assign(new Error("boom"), { code: "VENUE_REJECTED", apiKey: "K-1234567890" });
    const clean = JSON.stringify(
      redactFields({
        a: { b: { c: { secret: "S-deep" } } },
        list: [{ password: "S-list" }],
        map: new Map([["token", "S-map"]]),
        error,
        cause: new Error("outer", { cause: { privateKey: "S-cause" } }),
      }),
    );
    for (const secret of ["S-deep", "S-list", "S-map", "K-1234567890", "S-cause"]) expect(clean).not.toContain(secret);
    expect(clean).toContain("VENUE_REJECTED");
    expect(clean).toContain("boom");
  });

  it("survives cycles, depth, width, bytes, bigints, functions and broken dates", () => {
    const cycle: Record<string, unknown> = { name: "c" };
    cycle.self = cycle;
    expect(redactFields(cycle)).toEqual({ name: "c", self: "[circular]" });
    let deep: unknown = "end";
    for (let level = 0; level < 50; level += 1) deep = { deep };
    expect(JSON.stringify(redactFields(deep))).toContain("[too deep]");
    expect(redactFields(Array.from({ length: 5_000 }, (_, i) => i))).toHaveLength(200);
    expect(redactFields({ b: new Uint8Array(3), n: 12n, f: () => 1, d: new Date(Number.NaN) })).toEqual({
      b: "[3 bytes]",
      n: "12",
      f: "[function]",
      d: "[invalid date]",
    });
  });

  it("leaves the original untouched and shows a missing secret as missing", () => {
    const original = { secret: "keep", other: null, token: null };
    expect(redactFields(original)).toEqual({ secret: REDACTED, other: null, token: null });
    expect(original.secret).toBe("keep");
  });
});

describe("SecretScrubber", () => {
  const secret = 'line1\nli"ne2/+=é secret value';

  it.each([
    ["plain", (s: string) => s],
    ["JSON", (s: string) => JSON.stringify({ message: s })],
    ["URL", (s: string) => `GET /x?s=${encodeURIComponent(s)}`],
    ["base64", (s: string) => Buffer.from(s).toString("base64")],
    ["base64url", (s: string) => Buffer.from(s).toString("base64url")],
    ["hex", (s: string) => Buffer.from(s).toString("hex")],
  ])("removes a registered value spelled as %s", (_, spell) => {
    const scrubber = new SecretScrubber();
    scrubber.register(secret);
    const text = `before ${spell(secret)} after`;
    expect(scrubber.scrub(text)).not.toContain(spell(secret));
    expect(scrubber.scrub(text)).toMatch(/^before .*\[redacted\].* after$/);
    scrubber.forget(secret);
    expect(scrubber.scrub(text)).toBe(text);
  });

  it("removes what looks like a secret without being told", () => {
    const scrubber = new SecretScrubber();
    const pem = "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIabc\n-----END EC PRIVATE KEY-----";
    expect(scrubber.scrub(`key ${pem} end`)).toBe("key [redacted] end");
    expect(scrubber.scrub(JSON.stringify({ pem }))).not.toContain("MHcCAQEEIabc");
    expect(scrubber.scrub("Authorization: Bearer abcdef123456")).toBe("Authorization: [redacted]");
    expect(scrubber.scrub("jwt eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl")).toBe("jwt [redacted]");
  });

  it("does not shred text with short values", () => {
    const scrubber = new SecretScrubber();
    scrubber.register("a");
    expect(scrubber.scrub("banana")).toBe("banana");
  });
});
