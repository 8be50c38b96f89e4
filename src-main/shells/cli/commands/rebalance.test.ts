// Does a rebalance on the command line send only what was shown and approved, and ask a person before real money moves?

import { EventEmitter } from "node:events";
import { Command } from "commander";
import { describe, expect, it, vi } from "vitest";
import { router } from "#api/router.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import { nonceSchema } from "#shared/domain/ids.ts";
import type { PlanRecord } from "#shared/domain/plan.ts";
import type { Compose } from "#shells/composition.ts";
import { runCommand } from "#shells/run-command.ts";
import { fakeApi, KNOWN_PROFILE, samplePortfolio } from "#testing/fake-api-context.ts";
import { sampleProfile } from "#testing/store-conformance.ts";
import { runFor, startEngine, TradingBench } from "#testing/trading-bench.ts";
import { registerRebalance } from "./rebalance.ts";

const NONCE = nonceSchema.parse("n".repeat(32));

/** A plan as the engine makes it, under the fake's profile. */
async function planned(): Promise<PlanRecord> {
  const bench = new TradingBench({ legs: [{ side: "sell", symbol: "BTC/USD", quantity: "0.01" }] });
  const engine = bench.boot();
  await runFor(bench.clock, startEngine(engine));
  const { record } = await runFor(bench.clock, engine.rebalance.preview({}, {}));
  return { ...record, plan: { ...record.plan, profileId: KNOWN_PROFILE } };
}

async function world(options: { readonly mode?: "paper" | "live"; readonly answer?: string | null } = {}) {
  const { mode = "paper", answer = null } = options;
  const record = await planned();
  const api = fakeApi();
  const profile = { ...sampleProfile(KNOWN_PROFILE, 1), name: "Core", mode };
  const { context } = api;
  const live = { ...samplePortfolio(KNOWN_PROFILE, context.clock), state: "live" as const };
  vi.spyOn(context.portfolio, "portfolio").mockReturnValue({
    read: () => live,
    subscribe: (listener) => api.topics.portfolio.subscribe(listener),
  });
  const summaries = await context.profiles.summaries.read();
  vi.spyOn(context.profiles.summaries, "read").mockReturnValue(summaries.map((summary) => ({ ...summary, profile })));
  const preview = vi.spyOn(context.rebalancing, "preview").mockResolvedValue({
    ...{ record, nonce: NONCE, gates: [] },
    feasibility: { complete: true, unreachable: [], dust: { value: decimalString("0"), assets: [] } },
  });
  const approve = vi
    .spyOn(context.rebalancing, "approve")
    .mockResolvedValue({ ...record, state: "APPROVED" } satisfies PlanRecord);
  const pause = vi.spyOn(context.rebalancing, "pause").mockResolvedValue(record);
  let state: PlanRecord = { ...record, state: "DONE" };
  vi.spyOn(context.rebalancing, "plans").mockImplementation(() => ({
    read: () => ({ open: null, latest: [state] }),
    subscribe: (listener) => api.topics.plans.subscribe(listener),
  }));
  await api.store.journal.append(context.clock.now(), KNOWN_PROFILE, [
    { kind: "plan.previewed", plan: record.plan, nonce: NONCE },
  ]);
  const close = vi.fn(async () => undefined);
  const compose = vi.fn<Compose>(async () => ({ router, context, close }));
  const signals = new EventEmitter();
  const notes: string[] = [];
  let out = "";
  let failed = false;
  const run = async (...args: readonly string[]) => {
    let error = "";
    const program = new Command("schwabot");
    registerRebalance(program, {
      compose,
      print: (line) => {
        out += line;
      },
      note: (line) => notes.push(line),
      fail: () => {
        failed = true;
      },
      ask: answer === null ? null : async () => answer,
      signals,
    });
    const terminal = {
      out: (text: string) => {
        out += text;
      },
      error: (text: string) => {
        error += text;
      },
    };
    const code = await runCommand(program, ["rebalance", "--profile", "Core", ...args], terminal);
    return { code: code === 0 && failed ? 1 : code, out, error, notes };
  };
  const setState = (next: PlanRecord) => {
    state = next;
    api.topics.plans.publish(next);
  };
  return { api, record, run, setState, preview, approve, pause, close, compose, signals };
}

describe("rebalance", () => {
  it("prints the plan with its hash and sends nothing", async () => {
    const { run, record, approve, close } = await world();
    const { code, out } = await run();
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ profile: "Core", planHash: record.plan.planHash, gates: [] });
    expect(approve).not.toHaveBeenCalled();
    expect(close).toHaveBeenCalledOnce();
  });

  it("approves exactly the plan that was printed, with its own one-time value, and prints the report", async () => {
    const { run, record, approve } = await world();
    const { planHash } = record.plan;
    const { code, out } = await run("--approve", planHash);
    expect([code, JSON.parse(out).state]).toEqual([0, "DONE"]);
    expect(approve).toHaveBeenCalledExactlyOnceWith(KNOWN_PROFILE, { planHash, nonce: NONCE, saveTargets: false });
  });

  it("hands a forged hash to the engine, which refuses it and writes the refusal down", async () => {
    const { run, approve } = await world();
    approve.mockRejectedValue(new EngineError("PLAN_HASH_MISMATCH", "The approval names no plan that was shown here."));
    const { code, error } = await run("--approve", "f".repeat(64));
    expect([code, error]).toEqual([1, "The approval names no plan that was shown here.\n"]);
    expect(approve.mock.calls[0]?.[1].nonce).not.toBe(NONCE);
  });

  it("refuses what is no hash before anything is started", async () => {
    const { run, compose } = await world();
    expect(await run("--approve", "yes")).toMatchObject({
      code: 1,
      error: expect.stringMatching(/^--approve: expected/),
    });
    expect(compose).not.toHaveBeenCalled();
  });

  it("names the profiles where none is called so", async () => {
    const { run, close } = await world();
    expect((await run("--profile", "nobody")).error).toBe("No profile is called nobody: there are Core.\n");
    expect(close).toHaveBeenCalledOnce();
  });

  it.each([
    ["without a terminal", null, /approved at a terminal, or in the window/],
    ["with other words", "Core 2", /That is not Core 1/],
  ])("sends nothing of a live profile %s", async (_, answer, expected) => {
    const { run, record, approve } = await world({ mode: "live", answer });
    const { code, error } = await run("--approve", record.plan.planHash);
    expect(code).toBe(1);
    expect(error).toMatch(expected);
    expect(approve).not.toHaveBeenCalled();
  });

  it("takes the live profile's name and number of orders as the word", async () => {
    const { run, record, approve } = await world({ mode: "live", answer: " core  1 " });
    expect((await run("--approve", record.plan.planHash)).code).toBe(0);
    expect(approve).toHaveBeenCalledOnce();
  });

  it("ends with 1 and the reason where the plan is held, and holds it on an interrupt", async () => {
    const { run, record, setState, pause, signals } = await world();
    setState({ ...record, state: "EXECUTING" });
    const running = run("--approve", record.plan.planHash);
    await vi.waitFor(() => expect(signals.listenerCount("SIGINT")).toBe(1));
    signals.emit("SIGINT");
    expect(pause).toHaveBeenCalledExactlyOnceWith(KNOWN_PROFILE, record.plan.planId);
    setState({ ...record, state: "PAUSED", reason: { code: "PAUSED_BY_USER", message: "Paused by you." } });
    const { code, notes } = await running;
    expect([code, notes.at(-1)]).toEqual([1, "Paused by you."]);
    expect(signals.listenerCount("SIGINT")).toBe(0);
  });
});
