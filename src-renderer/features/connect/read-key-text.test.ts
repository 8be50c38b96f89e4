import { describe, expect, it } from "vitest";
import { readKeyText } from "./read-key-text.ts";

const PEM = "-----BEGIN EC PRIVATE KEY-----\\nAAAA\\n-----END EC PRIVATE KEY-----\\n";

describe("a pasted or dropped key", () => {
  it("reads Coinbase's file of either kind", () => {
    expect(readKeyText(JSON.stringify({ name: "organizations/a/apiKeys/b", privateKey: PEM }))).toEqual({
      apiKey: "organizations/a/apiKeys/b",
      secret: PEM,
    });
    expect(readKeyText(' {"id": "b-1", "privateKey": "AAECAw=="}\n')).toEqual({ apiKey: "b-1", secret: "AAECAw==" });
  });

  it("reads three parts where there are three", () => {
    expect(readKeyText('{"apiKey":"a","secret":"b","passphrase":"c"}')).toEqual({
      apiKey: "a",
      secret: "b",
      passphrase: "c",
    });
  });

  it("takes a private key in PEM for the secret, with every line it has", () => {
    const lines = "-----BEGIN PRIVATE KEY-----\nAAAA\nBBBB\n-----END PRIVATE KEY-----";
    expect(readKeyText(`\n${lines}\n`)).toEqual({ secret: lines });
  });

  it("leaves anything else to the field it was pasted into", () => {
    for (const text of ["", "abcdef", "{broken", "[]", '{"other": 1}', '{"name": 5}', "null"]) {
      expect(readKeyText(text)).toBeNull();
    }
  });
});
