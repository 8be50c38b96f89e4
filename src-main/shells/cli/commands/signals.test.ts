// Does the command line run a cycle, tell positions, re-arm with a reason, and refuse what there is not?
import { Command } from "commander";
import { expect, it } from "vitest";
import { router } from "#api/router.ts";
import { signalIdSchema } from "#shared/domain/ids.ts";
import { runCommand } from "#shells/run-command.ts";
import { fakeApi, KNOWN_PROFILE } from "#testing/fake-api-context.ts";
import { registerSignals } from "./signals.ts";

async function run(...args: readonly string[]) {
  const lines: string[] = [];
  const { context } = fakeApi();
  const portfolio = async (id: typeof KNOWN_PROFILE) => {
    const source = await context.portfolio.portfolio(id);
    return { ...source, read: async () => ({ ...(await source.read()), state: "live" as const }) };
  };
  const live = { ...context, portfolio: { ...context.portfolio, portfolio } };
  const program = new Command("schwabot").option("--json");
  registerSignals(program, {
    compose: async () => ({ router, context: live, close: async () => undefined }),
    print: (line) => void lines.push(line),
  });
  const errors: string[] = [];
  const terminal = { out: () => undefined, error: (text: string) => void errors.push(text) };
  return { code: await runCommand(program, args, terminal), lines, error: errors.join("") };
}

it("prints the report of a cycle for each profile", async () => {
  const { code, lines } = await run("cycle");
  expect(code).toBe(0);
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ id: KNOWN_PROFILE, outcome: "success" }]);
});

it("names a signal that there is not", async () => {
  const id = signalIdSchema.parse("0b0e7a52-1111-4111-8111-111111111111");
  const { code, error } = await run("signals", "--replay", id);
  expect(code).not.toBe(0);
  expect(error).toContain(`There is no signal ${id}`);
});

it("prints what signals would have earned for each profile", async () => {
  const { code, lines } = await run("signals", "--paper");
  expect(code).toBe(0);
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ id: KNOWN_PROFILE, results: [], entries: [] }]);
});

it("tells what is held because of signals, a line a profile", async () => {
  const { code, lines } = await run("signals", "positions");
  expect(code).toBe(0);
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ id: KNOWN_PROFILE, open: [], most: 4, parked: [] }]);
});

it("re-arms one asset of one profile, and not without a reason or an asset", async () => {
  const { code, lines } = await run(
    "signals",
    "rearm",
    "btc",
    "--reason",
    "The fall is over.",
    "--profile",
    KNOWN_PROFILE,
  );
  expect(code).toBe(0);
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ id: KNOWN_PROFILE, parked: [] }]);
  const without = await run("signals", "rearm", "BTC", "--reason", "  ");
  expect(without.code).toBe(1);
  expect(without.error).toContain("Expected 1 to 200 characters");
  expect((await run("signals", "rearm", "BTC")).code).toBe(2);
  expect((await run("signals", "rearm", "B T", "--reason", "x")).error).toContain("Expected an asset like BTC");
});

it("takes options of the list before and behind, and no word that is no command", async () => {
  expect((await run("signals", "--recent", "5", "--profile", KNOWN_PROFILE)).code).toBe(0);
  expect((await run("signals", "position")).code).toBe(2);
});
