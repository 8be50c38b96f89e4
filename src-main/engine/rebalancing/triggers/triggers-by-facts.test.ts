// Do the rules that look at more than the portfolio fire at their boundaries, with the plan they mean?
import { describe, expect, it } from "vitest";
import { decimal, decimalString } from "#shared/domain/decimal.ts";
import { policyPatchSchema, targetsSchema } from "#shared/domain/policy.ts";
import { HOUR_MS, MINUTE_MS, unixMs } from "#shared/domain/time.ts";
import { asset } from "#testing/portfolio-fakes.ts";
import { triggerInput } from "#testing/trigger-input.ts";
import { TRIGGERS } from "./registry.ts";
import type { TriggerFacts } from "./trigger.ts";

const evaluate = (type: keyof typeof TRIGGERS, of: Parameters<typeof triggerInput>[0]) =>
  TRIGGERS[type].evaluate(triggerInput(of));

const HALVES = { BTC: "0.5", USD: "0.5" };
/** 100 USD with this much of it in BTC. */
const holding = (btc: string) => ({ BTC: btc, USD: decimal("100").sub(decimal(btc)).toString() });

describe("volatility-scaled band", () => {
  const at = (volatility: string, btc: string, more: { triggers?: object; policy?: object } = {}) =>
    evaluate("volatilityBand", {
      values: holding(btc),
      targets: HALVES,
      facts: { volatility: { value: decimalString(volatility) } },
      triggers: { threshold: { on: false }, ...more.triggers },
      policy: more.policy ?? {},
    });

  it.each([
    // Over 80 % a year: 3 points.
    ["0.80001", "53", false],
    ["0.80001", "53.01", true],
    // At 80 %, and over 50 %: 5 points.
    ["0.8", "55", false],
    ["0.8", "55.01", true],
    ["0.50001", "55.01", true],
    // At 50 % and below: 8 points.
    ["0.5", "58", false],
    ["0.5", "58.01", true],
    ["0", "58.01", true],
  ])("at a volatility of %s, with %s of 100 in BTC, fires: %s", (volatility, btc, fires) => {
    expect(at(volatility, btc).findings.map(({ asset: code }) => code)).toEqual(fires ? ["BTC", "USD"] : []);
  });

  it("takes any table, in any order", () => {
    const table = {
      steps: [
        { above: "0.2", band: "0.04" },
        { above: "0.6", band: "0.01" },
      ],
      otherwise: "0.2",
    };
    const limits = ["0.61", "0.6", "0.2"].map(
      (volatility) => at(volatility, "50", { triggers: { volatilityBand: table } }).quiet?.limit?.toString() ?? null,
    );
    expect(limits).toEqual(["0.01", "0.04", "0.2"]);
  });

  it("leaves to the threshold rule what is outside its own band, and says so", () => {
    const both = at("0.9", "56", { triggers: { threshold: { on: true } } });
    expect(both.quiet).toMatchObject({
      known: true,
      asset: "BTC",
      reason: expect.stringContaining("the threshold rule tells"),
    });
    expect(at("0.9", "54", { triggers: { threshold: { on: true } } }).findings).toHaveLength(2);
  });

  it("tells the numbers it rests on, plans all the way to the target, and is silent while the volatility is not known", () => {
    const [first] = at("0.9", "54").findings;
    expect(first).toMatchObject({
      title: "BTC is 4.0 points over target",
      reason: "54.0% against 50.0%, band ±3.0. The portfolio's volatility is 90.0% a year.",
      plan: { policy: { goal: "target" } },
    });
    const unknown = evaluate("volatilityBand", { values: holding("99"), targets: HALVES });
    expect(unknown).toMatchObject({ findings: [], quiet: { known: false, measured: null } });
  });
});

describe("risk-adjusted", () => {
  const targets = targetsSchema.parse({ BTC: "0.3", USD: "0.7" });
  const at = (btc: string) =>
    evaluate("riskAdjusted", { values: holding(btc), targets: HALVES, facts: { riskTargets: { value: targets } } });

  it.each([
    ["35", 0],
    ["35.01", 2],
    ["25", 0],
    ["24.99", 2],
    // Exactly on the profile's own target, and far from that of its risk.
    ["50", 2],
  ])("with %s of 100 in BTC and 30 by its risk finds %i", (btc, count) => {
    expect(at(btc).findings).toHaveLength(count);
  });

  it("plans with those targets, and says by what they came about", () => {
    const [first] = at("50").findings;
    expect(first).toMatchObject({
      title: "BTC is 20.0 points over its risk-adjusted target",
      plan: { policy: {}, targets },
      reason: expect.stringContaining("By inverse volatility of the last 90 days."),
    });
  });

  it("says why it cannot tell", () => {
    const result = evaluate("riskAdjusted", {
      values: holding("99"),
      targets: HALVES,
      facts: { riskTargets: { unknown: "there are 3 daily returns" } },
    });
    expect(result.quiet).toMatchObject({
      known: false,
      reason: "No risk-adjusted targets: there are 3 daily returns.",
    });
  });
});

describe("schedule", () => {
  const now = unixMs(1_767_571_200_000);
  const at = (schedule: TriggerFacts["schedule"], plan: object = { kind: "profile" }) =>
    evaluate("schedule", {
      values: holding("50"),
      targets: HALVES,
      triggers: { schedule: { on: true, plan } },
      facts: { now, schedule },
    });

  it("is quiet until it is due, and says how long that is", () => {
    const next = unixMs(now + 5 * MINUTE_MS);
    expect(at({ due: null, missed: 0, next }).quiet).toMatchObject({ known: true, reason: "Due in 5 min." });
    expect(at({ due: null, missed: 0, next: null }).quiet?.reason).toBe("The schedule has no next time.");
  });

  it("is one suggestion however many times passed", () => {
    const { findings } = at({ due: unixMs(now - HOUR_MS), missed: 3, next: unixMs(now + HOUR_MS) });
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      title: "Time to rebalance",
      reason: "Due by the schedule, once. It also catches up 3 times before it.",
    });
    expect(findings[0]?.measured.toString()).toBe("1");
  });

  it.each([
    [{ kind: "profile" }, {}],
    [{ kind: "target" }, { goal: "target" }],
    [{ kind: "bandEdge" }, { goal: "bandEdge" }],
    [
      { kind: "invest", asset: "USD", amount: "250" },
      { goal: "cashFlow", invest: { asset: "USD", amount: "250" } },
    ],
  ])("%o previews with %o", (plan, policy) => {
    const [finding] = at({ due: now, missed: 0, next: null }, plan).findings;
    expect(finding?.plan).toEqual({ policy });
    expect(policyPatchSchema.parse(finding?.plan?.policy)).toEqual(policy);
  });
});

describe("deposit or withdrawal", () => {
  const flow = (code: string, quantity: string, isCash: boolean): TriggerFacts["flows"][number] => ({
    ts: unixMs(1),
    asset: asset(code),
    quantity: decimal(quantity),
    value: decimal(quantity),
    isCash,
  });
  /** Values of a portfolio of some 1,000 with targets of one half each. */
  const at = (btc: string, usd: string, flows: TriggerFacts["flows"]) =>
    evaluate("flow", { values: { BTC: btc, USD: usd }, targets: HALVES, facts: { flows } });

  it.each([
    ["10", 0],
    ["10.01", 1],
  ])("of %s against a least trade of 10 finds %i", (amount, count) => {
    expect(at("500", "600", [flow("USD", amount, true)]).findings).toHaveLength(count);
  });

  it("puts a deposit into what is under target, and sells nothing", () => {
    const [finding] = at("500", "600", [flow("USD", "60", true), flow("USD", "40", true)]).findings;
    expect(finding).toMatchObject({
      title: "$100 of cash came in",
      reason: "$100 in 2 movements since the last rebalance, over the least trade of $10.",
      plan: { policy: { goal: "cashFlow", invest: { asset: "USD", amount: "100" } } },
    });
    expect(policyPatchSchema.safeParse(finding?.plan?.policy).success).toBe(true);
  });

  it("raises what a withdrawal left short", () => {
    const [finding] = at("600", "400", [flow("USD", "-200", true)]).findings;
    expect(finding).toMatchObject({
      title: "$200 of cash went out",
      plan: { policy: { goal: "raiseCash", raise: { asset: "USD", amount: "100" } } },
    });
    expect(policyPatchSchema.safeParse(finding?.plan?.policy).success).toBe(true);
  });

  it("rebalances after coins moved", () => {
    const [finding] = at("600", "400", [flow("BTC", "200", false)]).findings;
    expect(finding).toMatchObject({ title: "200 BTC came in", plan: { policy: {} } });
  });

  it.each([
    ["nothing moved", "500", "500", [], "Nothing came in or went out since the last rebalance."],
    [
      "what came in went out again",
      "500",
      "600",
      [flow("USD", "50", true), flow("USD", "-50", true)],
      "Nothing came in",
    ],
    ["cash is not over its target after it", "500", "500", [flow("USD", "100", true)], "the targets ask for no trade"],
    [
      "cash is not under its target after it",
      "500",
      "500",
      [flow("USD", "-100", true)],
      "the targets ask for no trade",
    ],
    ["it is not over the least trade", "500", "600", [flow("USD", "9", true)], "not over the least trade of $10"],
  ])("is quiet where %s", (_what, btc, usd, flows, reason) => {
    expect(at(btc, usd, flows)).toMatchObject({ findings: [], quiet: { known: true } });
    expect(at(btc, usd, flows).quiet?.reason).toContain(reason);
  });
});

describe("settings", () => {
  it.each([
    ["highCash", { highCash: { above: "0.6" } }, { USD: "60.01", BTC: "39.99" }, { USD: "0.1", BTC: "0.9" }],
    ["loss", { loss: { above: "0.05" } }, { BTC: "94.99" }, { BTC: "1" }],
    ["concentration", { concentration: { above: "0.4" } }, { BTC: "40.01", ETH: "59.99" }, { BTC: "0.3", ETH: "0.7" }],
    [
      "diversification",
      { diversification: { atLeast: 3, over: "0.1" } },
      { BTC: "95", ETH: "3", USD: "2" },
      { BTC: "0.4", ETH: "0.3", USD: "0.3" },
    ],
  ] as const)("%s follows its own number", (type, triggers, values, targets) => {
    expect(evaluate(type, { values, targets, triggers }).findings).toHaveLength(1);
    // With the default numbers it keeps quiet about the first three, and about 3 % being too little.
    if (type !== "diversification") expect(evaluate(type, { values, targets }).findings).toEqual([]);
    else expect(evaluate(type, { values, targets }).quiet?.measured?.toString()).toBe("3");
  });

  it("each quiet rule tells what it was nearest at", () => {
    const of = {
      values: { BTC: "52", USD: "48" },
      targets: HALVES,
      facts: { volatility: { value: decimalString("0.6") } },
    };
    const quiet = (type: keyof typeof TRIGGERS) => {
      const told = evaluate(type, of).quiet;
      return [told?.asset ?? null, told?.measured?.toString() ?? null, told?.limit?.toString() ?? null];
    };
    expect(quiet("threshold")).toEqual(["BTC", "0.02", "0.05"]);
    expect(quiet("volatilityBand")).toEqual(["BTC", "0.02", "0.05"]);
    expect(quiet("highCash")).toEqual([null, "0.48", "0.8"]);
    expect(quiet("loss")).toEqual([null, "0", "-0.1"]);
    expect(quiet("diversification")).toEqual([null, "2", "2"]);
    expect(quiet("concentration")).toEqual(["BTC", "0.52", "0.7"]);
    expect(quiet("flow")).toEqual([null, "0", "10"]);
  });
});
