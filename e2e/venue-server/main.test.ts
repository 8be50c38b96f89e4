// Does one command start all venues and say all that a person needs to try them?
import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";

let child: ChildProcess | null = null;
afterEach(() => {
  child?.kill();
  child = null;
});

/** What it prints, up to the line with the flags. */
async function start(): Promise<string> {
  child = spawn(process.execPath, [path.join(import.meta.dirname, "main.ts")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  for await (const part of child.stdout ?? []) {
    text += String(part);
    if (/--venue-endpoint.*\n/.test(text)) break;
  }
  return text;
}

describe("node e2e/venue-server/main.ts", () => {
  it("prints an address, keys and the flag of each venue, and answers there", async () => {
    const text = await start();
    const endpoints = [...text.matchAll(/--venue-endpoint (\w+)=(http:\/\/127\.0\.0\.1:\d+)/g)];
    expect(endpoints.map(([, venue]) => venue)).toEqual(["binance", "coinbase", "coinbaseexchange", "kraken"]);
    const paths = ["/api/v3/time", "/v2/time", "/time", "/0/public/Time"];
    for (const [index, [, , url]] of endpoints.entries())
      expect((await fetch(`${url}${paths[index]}`)).status).toBe(200);
    expect(text).toMatch(/-----BEGIN PRIVATE KEY-----\n[^ ]+/);
    expect(text).toContain("-----BEGIN EC PRIVATE KEY-----");
    expect(text).toContain("Passphrase: ");
  });
});
