import { describe, expect, it } from "vitest";
import { Decimal } from "#shared/domain/decimal.ts";
import { type PlanLeg, planLegSchema } from "#shared/domain/plan.ts";
import { type StandingRecord, standingApprovalSchema, standingTermsSchema } from "#shared/domain/standing-approval.ts";
import { unixMs } from "#shared/domain/time.ts";
import {
  computeLapse,
  computeStandingDenial,
  computeSuspension,
  type StandingPlan,
  type StandingQuestion,
  type StandingSurroundings,
} from "./compute-standing-approval.ts";

const NOW = unixMs(1_767_571_200_000);
const money = (amount: string) => ({ kind: "money", amount });
const ID = "a".repeat(64);

const APPROVAL = standingApprovalSchema.parse({
  profileId: "core",
  number: 1,
  mode: "paper",
  currency: "USD",
  targets: { BTC: "0.6", USD: "0.4" },
  keys: { one: "0123456789ab", two: null },
  knownAssets: ["BTC", "USD"],
  accounts: ["one"],
  triggers: ["threshold", "schedule"],
  assets: ["BTC", "USD"],
  turnover: { perPlan: money("500"), perDay: { kind: "share", share: "0.1" } },
  cost: { perPlan: money("2"), perDay: money("3") },
  createdAt: NOW - 10,
  endsAt: NOW + 10,
  approvalId: ID,
});
const LIVE: StandingRecord = { approval: APPROVAL, status: "live", reason: null, since: NOW };

const LEG: PlanLeg = planLegSchema.parse({
  ...{ accountId: "one", venue: "kraken", symbol: "BTC/USD", base: "BTC", quote: "USD", side: "buy", kind: "limitIoc" },
  ...{ quantity: "0.01", limitPrice: "50050", expectedPrice: "50000", notional: "500", fee: "0.5", feeAsset: "USD" },
  ...{ spreadCost: "0", slippageCost: "0", value: "500" },
});
const cost = (total: string) => ({ fees: "0", spread: "0", slippage: "0", total }) as StandingPlan["cost"];
const PLAN: StandingPlan = {
  profileId: APPROVAL.profileId,
  mode: "paper",
  currency: APPROVAL.currency,
  targets: APPROVAL.targets,
  legs: [LEG],
  cost: cost("2"),
  totalValue: "10000" as StandingPlan["totalValue"],
};
const day = (turnover: string, costs: string) => ({ turnover: Decimal.parse(turnover), cost: Decimal.parse(costs) });
const FINE: StandingQuestion = {
  use: { approvalId: APPROVAL.approvalId, trigger: "threshold" },
  record: LIVE,
  plan: PLAN,
  day: day("1000", "3"),
  now: NOW,
};
const plan = (patch: Partial<StandingPlan>): Partial<StandingQuestion> => ({ plan: { ...PLAN, ...patch } });
const leg = (patch: Partial<PlanLeg>) => plan({ legs: [{ ...LEG, ...patch }] });

describe("what a standing approval covers", () => {
  it("is a plan at exactly each of its limits", () => {
    expect(computeStandingDenial(FINE)).toBeNull();
  });

  it.each<[string, string, Partial<StandingQuestion>]>([
    ["STANDING_NOT_LIVE", "not known", { record: null }],
    ["STANDING_NOT_LIVE", "not known", { use: { ...FINE.use, approvalId: "b".repeat(64) as never } }],
    [
      "STANDING_NOT_LIVE",
      "suspended: Trading was halted",
      {
        record: { ...LIVE, status: "suspended", reason: { code: "PROFILE_HALTED", message: "Trading was halted: x" } },
      },
    ],
    ["STANDING_NOT_LIVE", "revoked", { record: { ...LIVE, status: "revoked" } }],
    ["STANDING_NOT_LIVE", "expired", { record: { ...LIVE, status: "expired" } }],
    ["STANDING_NOT_LIVE", "expired", { now: APPROVAL.endsAt }],
    ["STANDING_NOT_LIVE", "expired", { now: unixMs(APPROVAL.createdAt - 1) }],
    ["STANDING_NOT_COVERED", "another profile", plan({ profileId: "other" as never })],
    ["STANDING_NOT_COVERED", "the rule loss", { use: { ...FINE.use, trigger: "loss" } }],
    ["STANDING_NOT_COVERED", "for live", plan({ mode: "live" })],
    ["STANDING_NOT_COVERED", "counts in USD, not EUR", plan({ currency: "EUR" as never })],
    ["STANDING_NOT_COVERED", "other targets", plan({ targets: { BTC: "0.7", USD: "0.3" } as never })],
    ["STANDING_NOT_COVERED", "the account two", leg({ accountId: "two" as never })],
    ["STANDING_NOT_COVERED", "name ETH", leg({ base: "ETH" as never })],
    ["STANDING_NOT_COVERED", "name EUR", leg({ quote: "EUR" as never })],
    ["STANDING_NOT_COVERED", "as they were computed", plan({ editedFrom: "x" as never })],
    ["STANDING_NOT_COVERED", "as they were computed", plan({ whatIf: [] })],
    [
      "STANDING_LIMIT",
      "The plan trades 500.01 USD; the standing approval allows 500.",
      leg({ value: "500.01" as never }),
    ],
    ["STANDING_LIMIT", "The plan costs 2.01 USD; the standing approval allows 2.", plan({ cost: cost("2.01") })],
    ["STANDING_LIMIT", "trade today 1000.01 USD; the standing approval allows 1000", { day: day("1000.01", "0") }],
    ["STANDING_LIMIT", "cost today 3.01 USD; the standing approval allows 3.", { day: day("0", "3.01") }],
  ])("%s: %s", (code, words, patch) => {
    const denial = computeStandingDenial({ ...FINE, ...patch });
    expect(denial?.code).toBe(code);
    expect(denial?.message).toContain(words);
  });

  it("takes a plan that gains as one without cost", () => {
    expect(computeStandingDenial({ ...FINE, ...plan({ cost: cost("-5") }) })).toBeNull();
  });
});

describe("what suspends a standing approval", () => {
  const CALM: StandingSurroundings = {
    profile: APPROVAL,
    held: APPROVAL.knownAssets,
    protectiveExits: false,
    killSwitch: { on: false, reason: "" },
    trading: { state: "active", reason: null },
  };
  const profile = (patch: Partial<StandingSurroundings["profile"]>) => ({ profile: { ...APPROVAL, ...patch } });

  it("is nothing while all is as it was, whatever is held less", () => {
    expect(computeSuspension(APPROVAL, CALM)).toBeNull();
    expect(computeSuspension(APPROVAL, { ...CALM, held: [] })).toBeNull();
  });

  it.each<[string, Partial<StandingSurroundings>]>([
    ["KILL_SWITCH_ON", { killSwitch: { on: true, reason: "storm" } }],
    ["PROFILE_HALTED", { trading: { state: "halted", reason: "loss" } }],
    ["PROFILE_HALTED", { trading: { state: "reducing", reason: null } }],
    ["MODE_CHANGED", profile({ mode: "sandbox" })],
    ["KEY_CHANGED", profile({ keys: { ...APPROVAL.keys, one: "ffffffffffff" } as never })],
    ["KEY_CHANGED", profile({ keys: { ...APPROVAL.keys, two: "0123456789ab" } as never })],
    ["KEY_CHANGED", profile({ keys: { ...APPROVAL.keys, three: null } as never })],
    ["KEY_CHANGED", profile({ keys: { one: "0123456789ab" } as never })],
    ["CURRENCY_CHANGED", profile({ currency: "EUR" as never })],
    ["TARGETS_CHANGED", profile({ targets: { BTC: "0.61", USD: "0.39" } as never })],
    ["TARGETS_CHANGED", profile({ targets: { BTC: "0.6", ETH: "0", USD: "0.4" } as never })],
    ["ASSET_NEW", { held: ["BTC", "DOGE"] as never }],
  ])("%s", (code, patch) => {
    expect(computeSuspension(APPROVAL, { ...CALM, ...patch })?.code).toBe(code);
  });
});

describe("exits of positions", () => {
  const named = { ...APPROVAL, triggers: [...APPROVAL.triggers, "positionExit" as const] };
  const surroundings: StandingSurroundings = {
    ...{ profile: APPROVAL, held: [], killSwitch: { on: false, reason: "" } },
    ...{ trading: { state: "active", reason: null }, protectiveExits: true },
  };

  it("suspend an approval that names them once the profile does not allow them, and no other", () => {
    expect(computeSuspension(named, surroundings)).toBeNull();
    expect(computeSuspension(named, { ...surroundings, protectiveExits: false })?.code).toBe("EXITS_OFF");
    expect(computeSuspension(APPROVAL, { ...surroundings, protectiveExits: false })).toBeNull();
  });

  it("tell a plan that signals tilt or a stop parks from one for other targets", () => {
    const words = (patch: Partial<StandingPlan>) => computeStandingDenial({ ...FINE, ...plan(patch) })?.message;
    const tilts = [{ asset: "BTC", from: "0.6", to: "0.65", signalId: "s" }] as never;
    const wanted = APPROVAL.targets;
    const others = { BTC: "0.65", USD: "0.35" } as never;
    expect(words({ targets: others, wanted, tilts })).toContain("Signals tilt the targets of BTC");
    expect(words({ targets: { BTC: "0", USD: "1" } as never, wanted })).toContain("A stop keeps BTC in cash");
    expect(words({ targets: others })).toContain("other targets");
    expect(words({ targets: others, wanted: others })).toContain("other targets");
    expect(words({ trade: { symbol: "BTC/USD" } as never })).toContain("single trade");
  });
});

describe("what is asked once more between intent and send", () => {
  const standing = FINE.use;
  it.each<[string | null, Parameters<typeof computeLapse>[0]]>([
    [null, { approval: null, standing: null }],
    [null, { approval: {}, standing: null }],
    [null, { approval: { standing }, standing: { record: LIVE } }],
    ["STANDING_NOT_LIVE", { approval: { standing }, standing: null }],
    ["STANDING_NOT_LIVE", { approval: { standing }, standing: { record: null } }],
    ["STANDING_NOT_LIVE", { approval: { standing }, standing: { record: { ...LIVE, status: "suspended" } } }],
  ])("%s", (code, facts) => {
    expect(computeLapse(facts, NOW)).toBe(code);
  });

  it("is over at its end", () => {
    expect(computeLapse({ approval: { standing }, standing: { record: LIVE } }, APPROVAL.endsAt)).toBe(
      "STANDING_NOT_LIVE",
    );
  });
});

describe("terms", () => {
  const terms = {
    ...{ accounts: ["one"], triggers: ["threshold"], assets: ["BTC", "USD"], endsAt: NOW },
    turnover: { perPlan: money("1"), perDay: money("1") },
    cost: { perPlan: money("1"), perDay: money("1") },
  };
  it.each([
    [{ turnover: { perPlan: money("0"), perDay: money("1") } }, "turnover"],
    [{ turnover: { perPlan: money("-1"), perDay: money("1") } }, "turnover"],
    [{ cost: { perPlan: { kind: "share", share: "3.01" }, perDay: money("1") } }, "cost"],
    [{ accounts: [] }, "accounts"],
    [{ triggers: ["whim"] }, "triggers"],
    [{ assets: ["BTC"] }, "assets"],
    [{ more: 1 }, undefined],
  ])("%o are refused", (patch, field) => {
    expect(standingTermsSchema.safeParse(terms).success).toBe(true);
    const parsed = standingTermsSchema.safeParse({ ...terms, ...patch });
    expect(parsed.error?.issues[0]?.path[0]).toBe(field);
    expect(parsed.success).toBe(false);
  });
});
