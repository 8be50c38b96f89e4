// Is a Kraken key known by its form, mended where it can be, and never quoted?
import { describe, expect, it } from "vitest";
import { readKrakenCredentials } from "./credentials.ts";

const apiKey = `${"Ab1+/".repeat(11)}Z`;
const secret = `${"Qq9/".repeat(21)}Qg==`;

describe("Kraken's keys", () => {
  it("are taken, also out of a pasted file or with quotation marks", () => {
    for (const entered of [
      { apiKey, secret, passphrase: "" },
      { apiKey: ` "${apiKey}" `, secret: `\n${secret}\n`, passphrase: "" },
      { apiKey: JSON.stringify({ key: apiKey, secret }), secret: "", passphrase: "" },
    ]) {
      const read = readKrakenCredentials(entered);
      if (read.kind === "bad") throw new Error(read.problem);
      expect(read.format).toBe("HMAC-SHA512");
      expect([read.credentials.apiKey.reveal(), read.credentials.secret.reveal()]).toEqual([apiKey, secret]);
    }
  });

  it.each([
    [{ apiKey: "short", secret }, "apiKey"],
    [{ apiKey, secret: "not base64!" }, "secret"],
    [{ apiKey, secret: secret.slice(0, -3) }, "secret"],
    [{ apiKey: "", secret: "" }, "apiKey"],
  ] as const)("are refused by field, without a word of them", (entered, field) => {
    const read = readKrakenCredentials({ ...entered, passphrase: "" });
    expect(read).toMatchObject({ kind: "bad", field });
    if (read.kind === "bad")
      for (const part of [apiKey, secret, "not base64!"]) expect(read.problem).not.toContain(part);
  });
});
