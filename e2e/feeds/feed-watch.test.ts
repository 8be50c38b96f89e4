// Does `schwabot feed watch` print live prices without an account, and end when it is told to?
import { spawn } from "node:child_process";
import { expect, it } from "vitest";
import { inRoot } from "../../scripts/prepare/paths.mjs";
import { startKrakenServer } from "../venue-server/kraken/start-kraken-server.ts";

const CLI = inRoot("src-main", "shells", "cli", "main.ts");

it("prints quotes of the markets that are asked for, until Ctrl+C", { timeout: 60_000 }, async () => {
  const server = await startKrakenServer();
  try {
    const args = ["feed", "watch", "--venue", "kraken", "--symbols", "BTC/USD,ETH/USD"];
    const child = spawn(process.execPath, [CLI, ...args, "--venue-endpoint", `kraken=${server.url}`]);
    let out = "";
    let error = "";
    child.stderr.on("data", (chunk) => {
      error += chunk;
    });
    const seen = new Set<string>();
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    child.stdout.on("data", (chunk) => {
      out += chunk;
      for (const symbol of ["BTC/USD", "ETH/USD"]) if (out.includes(`"symbol":"${symbol}"`)) seen.add(symbol);
      if (seen.size === 2) child.kill("SIGINT");
    });
    expect([await ended, error.split("\n")]).toEqual([0, expect.arrayContaining(["The feed is connecting."])]);
    const [first] = out.split("\n");
    const quote: Record<string, unknown> = JSON.parse(first ?? "");
    expect(Object.keys(quote)).toEqual(["type", "symbol", "bid", "ask", "last", "volume", "tsEvent"]);
    expect(quote).toMatchObject({ type: "quote", bid: expect.stringMatching(/^\d+(\.\d+)?$/) });
  } finally {
    await server.close();
  }
});
