// Does `check` wait for fresh prices, ask every profile's rules, and say in JSON what each answered?
import { describe, expect, it, vi } from "vitest";
import type { ApiContext } from "#api/context.ts";
import { router } from "#api/router.ts";
import { Topic } from "#engine/core/event-bus.ts";
import type { EvaluationRecord } from "#shared/domain/evaluation.ts";
import { SECOND_MS } from "#shared/domain/time.ts";
import { runCli } from "#shells/cli/program.ts";
import type { Composition } from "#shells/composition.ts";
import { fakeApi } from "#testing/fake-api-context.ts";
import { flushAsync, ManualClock } from "#testing/manual-clock.ts";
import { checkProfiles } from "./check.ts";

const RULES: EvaluationRecord["rules"] = [
  { type: "threshold", fired: false, outcome: "quiet", asset: null, measured: null, limit: null, reason: "Nothing." },
];

type State = "live" | "stale" | "unresolved";

async function setUp(options: { readonly state: State; readonly rules?: EvaluationRecord["rules"] }) {
  const clock = new ManualClock();
  const { context: base } = fakeApi({ clock });
  const changes = new Topic<{ readonly state: State }>();
  const portfolio = { state: options.state };
  const asked: boolean[] = [];
  const context = {
    ...base,
    portfolio: {
      ...base.portfolio,
      portfolio: () => ({ read: () => portfolio, subscribe: changes.subscribe.bind(changes) }),
    },
    rebalancing: {
      ...base.rebalancing,
      check: async (_id: string, force: boolean) => {
        asked.push(force);
        return { ts: clock.now(), fired: [], summary: `Asked while ${portfolio.state}.` };
      },
    },
    triggers: {
      ...base.triggers,
      evaluations: async () => ({ items: [{ rules: options.rules ?? RULES }], next: null }),
    },
    // Only the fields that the command reads are there.
  } as unknown as ApiContext;
  return { clock, context, changes, portfolio, asked };
}

const names = (profiles: readonly { readonly name: string }[]): readonly string[] => profiles.map(({ name }) => name);

describe("checkProfiles", () => {
  it("asks at once where prices are fresh, and tells the rules", async () => {
    const { context, asked } = await setUp({ state: "live" });
    const [first] = await checkProfiles(context, { wait: 30 });
    expect(first).toMatchObject({ checked: true, summary: "Asked while live.", rules: RULES, open: [] });
    expect(asked.every((force) => !force)).toBe(true);
  });

  it("waits for fresh prices, no longer than told, and says so where the rules could not be asked", async () => {
    const late = await setUp({ state: "stale" });
    const checking = checkProfiles(late.context, { wait: 30, force: true });
    await flushAsync();
    expect(late.asked).toEqual([]);
    late.portfolio.state = "live";
    late.changes.publish({ state: "live" });
    expect((await checking)[0]?.summary).toBe("Asked while live.");
    expect(late.asked).toContain(true);
    expect(late.clock.pending).toBe(0);

    const never = await setUp({ state: "unresolved", rules: [] });
    const waiting = checkProfiles(never.context, { wait: 30 });
    await never.clock.advance(29 * SECOND_MS);
    expect(never.asked).toEqual([]);
    await never.clock.advance(SECOND_MS);
    expect((await waiting)[0]).toMatchObject({ checked: false, summary: "Asked while unresolved." });
  });

  it("asks one profile by name, and names those there are where it is none", async () => {
    const { context } = await setUp({ state: "live" });
    const [first] = names(await checkProfiles(context, { wait: 0 }));
    expect(names(await checkProfiles(context, { wait: 0, profile: `${first}` }))).toEqual([first]);
    await expect(checkProfiles(context, { wait: 0, profile: "Nope" })).rejects.toMatchObject({
      code: "PROFILE_NOT_FOUND",
      message: expect.stringContaining(`${first}`),
    });
  });
});

describe("schwabot check", () => {
  const run = async (args: readonly string[], state: State, rules?: EvaluationRecord["rules"]) => {
    const { context } = await setUp({ state, ...(rules === undefined ? {} : { rules }) });
    const close = vi.fn(async () => undefined);
    const composition: Composition = { router, context, close };
    let out = "";
    let error = "";
    const terminal = {
      out: (text: string) => {
        out += text;
      },
      error: (text: string) => {
        error += text;
      },
    };
    const code = await runCli(args, terminal, async () => composition);
    return { code, out, error, close };
  };

  it("prints JSON, ends what it started, and exits 1 where a profile could not be checked", async () => {
    const good = await run(["check", "--force"], "live");
    expect({ code: good.code, error: good.error }).toEqual({ code: 0, error: "" });
    expect(JSON.parse(good.out)).toMatchObject({ profiles: [{ checked: true, rules: RULES }] });
    expect(good.close).toHaveBeenCalledTimes(1);
    const bad = await run(["check"], "live", []);
    expect(bad.code).toBe(1);
    expect(JSON.parse(bad.out)).toMatchObject({ profiles: [{ checked: false }] });
  });

  it.each([
    [["check", "--wait", "1.5"], /whole seconds from 0 to 600/],
    [["check", "--wait", "601"], /whole seconds from 0 to 600/],
    [["check", "now"], /Too many arguments/],
  ])("%o is wrong usage", async (args, message) => {
    const { code, error } = await run(args, "live");
    expect(code).toBe(2);
    expect(error).toMatch(message);
  });
});
