// Is a known secret found however it is spelled, and is nothing else touched?
import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scrubFreeText, scrubJson } from "#engine/core/scrub-json.ts";
import { Secret } from "#engine/core/secret.ts";
import { REDACTED, SecretScrubber } from "./redact.ts";

const scrubberOf = (...secrets: string[]): SecretScrubber => {
  const scrubber = new SecretScrubber();
  for (const secret of secrets) scrubber.register(new Secret(secret));
  return scrubber;
};

const base64 = (text: string): string => Buffer.from(text).toString("base64");

describe("a registered value", () => {
  const secret = "pläin /+\"value' of 2026\\";

  it.each<[string, (s: string) => string]>([
    ["inside Basic credentials", (s) => base64(`key:${s}`)],
    ["one byte later", (s) => base64(`a${s}rest`)],
    ["two bytes later", (s) => base64(`ab${s}rest`)],
    ["inside a stored bundle", (s) => base64(JSON.stringify({ v: 1, x: s.slice(0, 3) }) + s)],
    ["in base64url inside another text", (s) => Buffer.from(`xy${s}?`).toString("base64url")],
    ["in a form", (s) => new URLSearchParams({ secret: s }).toString()],
    ["in a URL with small letters", (s) => encodeURIComponent(s).replaceAll(/%../g, (byte) => byte.toLowerCase())],
    ["in JSON within JSON", (s) => JSON.stringify({ body: JSON.stringify({ s }) })],
    ["in capital hexadecimal", (s) => Buffer.from(s).toString("hex").toUpperCase()],
  ])("is removed %s", (_, spell) => {
    const text = spell(secret);
    const clean = scrubberOf(secret).scrub(text);
    expect(clean).toContain(REDACTED);
    expect(clean.length).toBeLessThan(text.length);
    expect(Buffer.from(clean.replaceAll(REDACTED, ""), "base64").toString()).not.toContain("value");
    expect(decodeURIComponent(clean)).not.toContain("value");
  });

  it("is removed from base64 at any place (property)", () => {
    const text = fc.string({ unit: "binary-ascii", maxLength: 12 });
    const value = fc.string({ unit: "grapheme-ascii", minLength: 12, maxLength: 40 });
    fc.assert(
      fc.property(text, value, text, (before, secret, after) => {
        const clean = scrubberOf(secret).scrub(base64(before + secret + after));
        expect(clean).toContain(REDACTED);
        // At most the characters that its neighbours share with it are left.
        expect(clean.length - REDACTED.length).toBeLessThanOrEqual(
          Math.ceil((before.length + after.length) / 3) * 4 + 8,
        );
      }),
    );
  });

  it("that holds another one is removed whole, whichever came first", () => {
    const [short, long] = ["inner-secret", "outer-inner-secret-outer"];
    for (const scrubber of [scrubberOf(short, long), scrubberOf(long, short)]) {
      expect(scrubber.scrub(`a ${long} b ${short}`)).toBe(`a ${REDACTED} b ${REDACTED}`);
    }
  });

  it("stays protected until its last owner forgets it", () => {
    const scrubber = scrubberOf("shared-secret", "shared-secret");
    scrubber.forget(new Secret("shared-secret"));
    expect(scrubber.scrub("shared-secret")).toBe(REDACTED);
    scrubber.forget(new Secret("shared-secret"));
    scrubber.forget(new Secret("shared-secret"));
    expect(scrubber.scrub("shared-secret")).toBe("shared-secret");
  });
});

describe("a key file", () => {
  const { privateKey } = generateKeyPairSync("ec", {
    namedCurve: "P-256",
    privateKeyEncoding: { type: "sec1", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  const lines = privateKey.split("\n").filter((line) => line !== "" && !line.startsWith("-----"));
  const body = lines.join("");

  it.each([
    ["as it came", privateKey],
    ["with a written \\n, as in the venue's JSON file", privateKey.replaceAll("\n", "\\n")],
    ["with Windows line ends", privateKey.replaceAll("\n", "\r\n")],
  ])("registered %s is removed whole, without its frame, in one line and line by line", (_, registered) => {
    const scrubber = scrubberOf(registered);
    expect(lines.length).toBeGreaterThan(2);
    for (const text of [privateKey, registered, body, lines.join("\n"), ...lines, base64(`{"k":"${body}`)]) {
      expect(scrubber.scrub(`<${text}>`)).not.toContain(text.slice(8, 24));
    }
    for (const line of lines) expect(scrubber.scrub(line)).toBe(REDACTED);
    expect(scrubber.scrub("-----BEGIN CERTIFICATE-----")).toBe("-----BEGIN CERTIFICATE-----");
  });
});

describe("scrubJson", () => {
  const scrubber = scrubberOf('planted","x":"secret');

  it("removes a secret from every text and name, and keeps the shape", () => {
    const value = { a: ['planted","x":"secret', 1, null, true], b: { 'planted","x":"secret': "kept" } };
    expect(scrubJson(value, scrubber)).toEqual({ a: [REDACTED, 1, null, true], b: { [REDACTED]: "kept" } });
    expect(value.a[0]).toBe('planted","x":"secret');
  });

  it("leaves what has a fixed form alone in a record, whatever the secret looks like", () => {
    const wordy = scrubberOf("12345678", "previewed", "kraken-1");
    const event = { kind: "previewed", accountId: "kraken-1", quantity: "12345678", detail: "said previewed 12345678" };
    expect(scrubFreeText({ ...event, evidence: { raw: ["kraken-1"] } }, wordy)).toEqual({
      ...event,
      detail: `said ${REDACTED} ${REDACTED}`,
      evidence: { raw: [REDACTED] },
    });
    expect(scrubFreeText({ kind: "previewed", list: ["kraken-1"] }, wordy)).toEqual({
      kind: "previewed",
      list: ["kraken-1"],
    });
  });

  it("gives back the value itself where there is nothing to remove", () => {
    const value = { a: [1, "x", { b: null }], c: undefined };
    expect(scrubJson(value, scrubber)).toBe(value);
    for (const plain of ["text", 7, null, true]) expect(scrubJson(plain, scrubber)).toBe(plain);
  });

  it("leaves no planted secret in any JSON value (property)", () => {
    const planted = "planted-0123456789";
    const guard = scrubberOf(planted);
    const withSecret = fc.string().map((text) => `${text}${planted}`);
    const leaf = fc.oneof(fc.string(), withSecret, fc.integer(), fc.constant(null), fc.boolean());
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie("value")),
        fc.dictionary(fc.oneof(fc.string(), withSecret), tie("value")),
      ),
    }));
    fc.assert(
      fc.property(value, (any) => {
        expect(JSON.stringify(scrubJson(any, guard))).not.toContain(planted);
      }),
    );
  });
});
