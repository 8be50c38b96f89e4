// Does one trade on the command line say who may make it, and send only the plan whose hash was approved?
import { EventEmitter } from "node:events";
import { Command } from "commander";
import { describe, expect, it, vi } from "vitest";
import { router } from "#api/router.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import type { Preview } from "#shared/contract/views.ts";
import { tradeSchema } from "#shared/domain/trade.ts";
import type { Compose } from "#shells/composition.ts";
import { runCommand } from "#shells/run-command.ts";
import { fakeApi, KNOWN_PROFILE, samplePortfolio } from "#testing/fake-api-context.ts";
import { sampleProfile } from "#testing/store-conformance.ts";
import { runFor, startEngine, TradingBench } from "#testing/trading-bench.ts";
import { registerTrade } from "./trade.ts";

const ASKED = ["--symbol", "btc/usd", "--side", "sell", "--size", "0.01"];
const TRADE = tradeSchema.parse({ symbol: "BTC/USD", side: "sell", size: { by: "quantity", amount: "0.01" } });

async function shownTrade(): Promise<Preview> {
  const bench = new TradingBench();
  const engine = bench.boot();
  await runFor(bench.clock, startEngine(engine));
  return await runFor(bench.clock, engine.rebalance.preview({ trade: TRADE }, {}));
}

async function world() {
  const shown = await shownTrade();
  const { context } = fakeApi();
  const live = { ...samplePortfolio(KNOWN_PROFILE, context.clock), state: "live" as const };
  vi.spyOn(context.portfolio, "portfolio").mockReturnValue({
    read: () => live,
    subscribe: () => ({ dispose: () => undefined }),
  });
  const [summary] = await context.profiles.summaries.read();
  if (summary === undefined) throw new Error("no profile");
  const named = (name: string, priority: number) => ({
    ...summary,
    profile: { ...sampleProfile(KNOWN_PROFILE, priority), name },
  });
  vi.spyOn(context.profiles.summaries, "read").mockReturnValue([named("Second", 2), named("First", 1)]);
  const preview = vi.spyOn(context.rebalancing, "preview").mockResolvedValue(shown);
  const approve = vi
    .spyOn(context.rebalancing, "approve")
    .mockRejectedValue(new EngineError("PLAN_HASH_MISMATCH", "The approval names no plan that was shown here."));
  const compose = vi.fn<Compose>(async () => ({ router, context, close: async () => undefined }));
  const run = async (...args: readonly string[]) => {
    let out = "";
    let error = "";
    const program = new Command("schwabot");
    registerTrade(program, {
      compose,
      print: (line) => {
        out += line;
      },
      note: () => undefined,
      fail: () => undefined,
      ask: null,
      signals: new EventEmitter(),
    });
    const terminal = {
      out: () => undefined,
      error: (text: string) => {
        error += text;
      },
    };
    return { code: await runCommand(program, ["trade", ...args], terminal), out, error };
  };
  return { run, shown, preview, approve, compose };
}

describe("trade", () => {
  it("prints the plan of the one trade with its hash and sends nothing", async () => {
    const { run, shown, preview, approve } = await world();
    const { code, out } = await run(...ASKED, "--profile", "First");
    expect([code, JSON.parse(out).planHash]).toEqual([0, shown.record.plan.planHash]);
    expect(preview).toHaveBeenCalledExactlyOnceWith(KNOWN_PROFILE, { trade: TRADE }, {});
    expect(approve).not.toHaveBeenCalled();
  });

  it("says without a profile who may make it, by priority, and why not", async () => {
    const { run, shown, preview } = await world();
    preview.mockResolvedValueOnce({
      ...shown,
      gates: [{ name: "Kill switch", ok: false, code: "PAUSED", detail: "Everything is paused." }],
    });
    preview.mockRejectedValueOnce(new EngineError("PLAN_IMPOSSIBLE", "No BTC is free for it."));
    const { candidates } = JSON.parse((await run(...ASKED)).out);
    expect(candidates).toMatchObject([
      { profile: "First", priority: 1, may: false, why: "Everything is paused." },
      { profile: "Second", priority: 2, may: false, why: "No BTC is free for it." },
    ]);
    expect(JSON.parse((await run(...ASKED)).out).candidates).toMatchObject([
      { profile: "First", may: true, why: expect.stringContaining("0.01 at bench") },
      { profile: "Second", may: true },
    ]);
  });

  it("approves like any plan: a forged hash is the engine's to refuse", async () => {
    const { run, approve } = await world();
    const { code, error } = await run(...ASKED, "--profile", "First", "--approve", "f".repeat(64));
    expect([code, error]).toEqual([1, "The approval names no plan that was shown here.\n"]);
    expect(approve).toHaveBeenCalledOnce();
  });

  it.each([
    [["--symbol", "BTC", "--side", "sell", "--size", "1"], 1, /^--symbol: expected a market symbol/],
    [["--symbol", "BTC/USD", "--side", "sell", "--size", "0"], 1, /^--size: expected more than 0/],
    [["--symbol", "BTC/USD", "--side", "sell", "--size", "2", "--size-by", "share"], 1, /^--size: expected at most 1/],
    [["--symbol", "BTC/USD", "--side", "hold", "--size", "1"], 2, /--side/],
    [[...ASKED, "--type", "limit"], 2, /--type/],
    [[...ASKED, "--approve", "f".repeat(64)], 2, /--approve needs --profile/],
  ])("%j starts nothing and says what is wrong", async (args, code, expected) => {
    const { run, compose } = await world();
    const ended = await run(...args);
    expect([ended.code, ended.out]).toEqual([code, ""]);
    expect(ended.error).toMatch(expected);
    expect(compose).not.toHaveBeenCalled();
  });
});
