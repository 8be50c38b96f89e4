import { describe, expect, it } from "vitest";
import { accountSchema } from "#shared/domain/account.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { type Order, orderSchema } from "#shared/domain/order.ts";
import { rebalancePlanSchema } from "#shared/domain/plan.ts";
import { policySchema, riskLimitsSchema } from "#shared/domain/policy.ts";
import { type StandingRecord, standingApprovalSchema } from "#shared/domain/standing-approval.ts";
import { unixMs } from "#shared/domain/time.ts";
import { BENCH_ACCOUNT, BENCH_INSTRUMENTS } from "#testing/trading-bench.ts";
import { NO_OVERALL_LIMITS } from "./compute-overall-exposure.ts";
import { DENIAL_CODES, type DenialCode, type GateFacts } from "./gate.ts";
import { GATES } from "./registry.ts";

const NOW = unixMs(1_767_571_200_000 + 43_200_000);
const HASH = "a".repeat(64);
const ID = "00000000-0000-4000-8000-000000000001";
const OTHER = "00000000-0000-4000-8000-000000000002";
const dec = (text: string) => Decimal.parse(text);
const [BTC] = BENCH_INSTRUMENTS;

const plan = rebalancePlanSchema.parse({
  planId: ID,
  profileId: "bench-profile",
  mode: "paper",
  currency: "USD",
  accounts: ["bench"],
  inputsHash: HASH,
  targets: {},
  policy: policySchema.parse({}),
  plannerVersion: 1,
  createdAt: NOW,
  expiresAt: NOW,
  startDelayMs: 0,
  planHash: HASH,
  solver: "greedy",
  gap: null,
  before: {},
  after: {},
  residuals: [],
  cost: { fees: "0", spread: "0", slippage: "0", total: "0" },
  turnover: "0",
  totalValue: "10000",
  warnings: [],
  legs: [
    {
      accountId: "bench",
      venue: "sim-alpha",
      symbol: "BTC/USD",
      base: "BTC",
      quote: "USD",
      side: "buy",
      kind: "limitIoc",
      quantity: "0.01",
      limitPrice: "50050",
      expectedPrice: "50000",
      notional: "500",
      fee: "0.5",
      feeAsset: "USD",
      spreadCost: "0",
      slippageCost: "0",
      value: "500",
    },
  ],
});

function order(patch: Partial<Order>): GateFacts["orders"][number] {
  const made = orderSchema.parse({
    clientOrderId: OTHER,
    profileId: "bench-profile",
    accountId: "bench",
    planId: OTHER,
    legIndex: 0,
    venue: "sim-alpha",
    symbol: "BTC/USD",
    side: "buy",
    kind: "limitIoc",
    quantity: "0.01",
    limitPrice: "50050",
    state: "FILLED",
    venueOrderId: "v1",
    filledQuantity: "0.01",
    averagePrice: "50000",
    fees: [],
    reason: null,
    detail: null,
    attempt: 1,
    sentAt: NOW,
    expiresAt: null,
    updatedAt: NOW,
    ...patch,
  });
  return { order: made, plannedAt: NOW };
}

const APPROVAL = standingApprovalSchema.parse({
  ...{ profileId: "bench-profile", number: 1, mode: "paper", currency: "USD", targets: {}, keys: {}, knownAssets: [] },
  ...{ accounts: ["bench"], triggers: ["threshold"], assets: ["BTC", "USD"], createdAt: NOW - 1, endsAt: NOW + 1_000 },
  turnover: { perPlan: { kind: "money", amount: "500" }, perDay: { kind: "money", amount: "1000" } },
  cost: { perPlan: { kind: "money", amount: "1" }, perDay: { kind: "money", amount: "1" } },
  approvalId: "b".repeat(64),
});
/** An automatic plan: what is known of what it runs under, and what was traded by itself today before this order. */
function standing(
  record: Partial<StandingRecord> | null,
  approval: Partial<StandingRecord["approval"]> = {},
  turnover = "0",
): Pick<GateFacts, "approval" | "standing"> {
  const live = { status: "live", reason: null, since: NOW } as const;
  const known = record === null ? null : { ...live, ...record, approval: { ...APPROVAL, ...approval } };
  return {
    approval: { planHash: HASH, at: NOW, standing: { approvalId: APPROVAL.approvalId, trigger: "threshold" } },
    standing: { record: known, day: { turnover: dec(turnover), cost: Decimal.ZERO } },
  };
}

const ENTRY = { id: ID, rule: "mapper, version 1", asset: "BTC", confidence: "0.8" };
const budgets = (used: number): GateFacts["budgets"] => [{ scope: "key", name: "counter", used, limit: 15 }];
const SLICES = [
  { quantity: dec("0.004").toString(), waitMs: 0 },
  { quantity: dec("0.006").toString(), waitMs: 5_000 },
];
/** The plan, its only leg sent in another way. */
const sent = (patch: Partial<GateFacts["plan"]["legs"][number]>): GateFacts["plan"] => ({
  ...plan,
  legs: plan.legs.map((leg) => ({ ...leg, ...patch })),
});

/** Facts under which every gate passes. */
const FINE: GateFacts = {
  draft: {
    planId: plan.planId,
    legIndex: 0,
    part: 1,
    accountId: BENCH_ACCOUNT.id,
    venue: BENCH_ACCOUNT.venue,
    symbol: BTC!.symbol,
    base: BTC!.base,
    quote: BTC!.quote,
    side: "buy",
    kind: "limitIoc",
    quantity: dec("0.01"),
    limitPrice: dec("50050"),
  },
  now: NOW,
  limits: riskLimitsSchema.parse({}),
  profileMode: "paper",
  liveUnlocked: false,
  account: BENCH_ACCOUNT,
  killSwitch: { on: false, reason: "" },
  trading: { state: "active", reason: null },
  ready: { ok: true, reason: "" },
  paused: null,
  store: { state: "ok", detail: null },
  plan,
  planState: "EXECUTING",
  approval: { planHash: HASH, at: NOW },
  standing: null,
  approvalMs: 300_000,
  instrument: BTC!,
  quote: { state: "live", ageMs: 0 },
  consensus: dec("50000"),
  balances: [
    {
      accountId: BENCH_ACCOUNT.id,
      asset: BTC!.quote,
      free: "501.0005",
      inOrders: "0",
      earn: "0",
      locked: "0",
    } as never,
  ],
  fees: BENCH_ACCOUNT.fees,
  clockErrorMs: 0,
  orders: [],
  dayTurnover: Decimal.ZERO,
  losses: { dayLoss: Decimal.ZERO, drawdown: Decimal.ZERO },
  venueStatus: { state: "online", detail: null },
  budgets: [{ scope: "key", name: "counter", used: 0, limit: 15 }],
  dailyReturns: () => null,
  isCash: (asset) => asset === "USD",
  overall: null,
};

const draft = (patch: Partial<GateFacts["draft"]>) => ({ draft: { ...FINE.draft, ...patch } });
const limits = (patch: Record<string, unknown>) => ({ limits: riskLimitsSchema.parse(patch) });
const leg = (patch: Record<string, unknown>) => ({
  plan: rebalancePlanSchema.parse({ ...plan, legs: [{ ...plan.legs[0], ...patch }] }),
});
const market = (patch: Record<string, unknown>) => ({ instrument: { ...BTC!, ...patch } as GateFacts["instrument"] });
const many = (count: number, patch: Partial<Order> = {}) =>
  Array.from({ length: count }, () => ({ ...order({ side: "sell", ...patch }), plannedAt: unixMs(NOW - 60_000) }));

const right = (id: string, need: string, granted = "yes") => ({ id, label: id, granted, need });
const SOUND_RIGHTS = [right("view", "needed"), right("trade", "trading"), right("withdraw", "mustBeOff", "no")];
/** Facts of a live plan of a connected account whose key has these rights. */
const live = (rights: readonly object[], connection: Record<string, unknown> = {}): Partial<GateFacts> => ({
  plan: { ...plan, mode: "live" },
  profileMode: "live",
  liveUnlocked: true,
  account: accountSchema.parse({
    ...BENCH_ACCOUNT,
    kind: "exchange",
    connection: {
      endpoint: "loopback",
      connectedAt: NOW,
      generation: 1,
      keyStoredAt: NOW,
      storedIn: "keychain",
      fingerprint: "0123456789ab",
      permissions: { readable: true, rights, ipRestricted: null, keyName: null, expiresAt: null, readAt: NOW },
      confirmedNoTransfer: false,
      paused: false,
      ...connection,
    },
  }),
});
const UNREADABLE = {
  permissions: { readable: false, rights: [], ipRestricted: null, keyName: null, expiresAt: null, readAt: NOW },
};

type Patch = Partial<GateFacts>;
const held = (patch: Partial<NonNullable<GateFacts["balances"]>[number]>) => ({ ...FINE.balances![0]!, ...patch });
/** An order of another market whose outcome is not known: it may take 1 USD and its fee. */
const unseen = (patch: Partial<Order>) =>
  order({
    state: "UNKNOWN",
    symbol: "ETH/USD" as never,
    quantity: "1" as never,
    limitPrice: "1" as never,
    filledQuantity: "0" as never,
    ...patch,
  });
/** An order that rests since a minute. */
const resting = (patch: Partial<Order>) => ({
  ...order({ state: "OPEN", filledQuantity: "0" as never, ...patch }),
  plannedAt: unixMs(NOW - 60_000),
});
const venue = (state: NonNullable<GateFacts["venueStatus"]>["state"]): Patch => ({
  venueStatus: { state, detail: null },
});
/** The first order of a leg that rests before it takes. */
const RESTING_FIRST: Patch = { ...draft({ kind: "postOnly" }), plan: sent({ makerWaitMs: 30_000 }) };
/** The leg and its order the other way round. */
const SALE: Patch = {
  ...draft({ side: "sell", limitPrice: dec("49950") }),
  plan: sent({ side: "sell", limitPrice: "49950" as never }),
  balances: [held({ asset: "BTC" as never, free: "0.01" as never })],
};
/** Prices that swing by this share every day: as volatility a year, times sqrt(365). */
const swinging = (by: number): Patch => ({
  dailyReturns: () => ({ returns: Float64Array.from({ length: 30 }, (_, day) => (day % 2 === 0 ? by : -by)) }) as never,
});
const before = (weights: Record<string, string>, patch: object = {}): Patch => ({
  plan: { ...plan, ...patch, before: weights as never },
});
/** All live profiles together hold this; the order brings 500 of the plan's currency. */
const together = (held: Record<string, string>, set: object, rate: Decimal | null = Decimal.ONE): Patch => {
  const byAsset = new Map(Object.entries(held).map(([asset, value]) => [asset, dec(value)])) as never;
  const exposure = { total: Decimal.sum(Object.values(held).map(dec)), byAsset, largest: null };
  return { overall: { ...NO_OVERALL_LIMITS, exposure, rate, ...set } };
};
const share = (text: string) => ({ largestAssetShare: text as never });
const money = (text: string) => ({ liveMoneyMost: text as never });
const HELD = { BTC: "5500", USD: "4500" };
/** The leg and its order between two coins. */
const CROSS: Patch = { ...draft({ quote: "ETH" as never }), balances: [held({ asset: "ETH" as never })] };
/** Code, the facts at which it is denied, and the nearest facts at which it passes. */
const TABLE: readonly (readonly [DenialCode, Patch, Patch])[] = [
  ["KILL_SWITCH_ON", { killSwitch: { on: true, reason: "x" } }, {}],
  ["PROFILE_HALTED", { trading: { state: "halted", reason: "x" } }, {}],
  ["PROFILE_HALTED", { trading: { state: "halted", reason: null } }, {}],
  ["PROFILE_REDUCING", { trading: { state: "reducing", reason: null } }, {}],
  ["VENUE_PAUSED", { paused: "it did not answer" }, { paused: null }],
  [
    "DAY_LOSS",
    { losses: { dayLoss: dec("0.04"), drawdown: dec("0") } },
    { losses: { dayLoss: dec("0.0399"), drawdown: dec("0") } },
  ],
  [
    "DRAWDOWN",
    { losses: { dayLoss: dec("0"), drawdown: dec("0.12") } },
    { losses: { dayLoss: dec("0"), drawdown: dec("0.1199") } },
  ],
  ["VENUE_STATUS_UNKNOWN", { venueStatus: null }, { venueStatus: { state: "unknown", detail: null } }],
  ["VENUE_NOT_ONLINE", { venueStatus: { state: "maintenance", detail: "x" } }, {}],
  ["VENUE_NOT_ONLINE", { venueStatus: { state: "cancelOnly", detail: null } }, {}],
  [
    "VENUE_NOT_ONLINE",
    { venueStatus: { state: "postOnly", detail: null } },
    { venueStatus: { state: "limitOnly", detail: null } },
  ],
  ["RATE_BUDGET", { budgets: budgets(10.6) }, { budgets: budgets(10.5) }],
  ["NOT_RECONCILED", { ready: { ok: false, reason: "x" } }, {}],
  ["STORE_NOT_OK", { store: { state: "full", detail: null } }, {}],
  ["MODE_CHANGED", { profileMode: "sandbox", account: live(SOUND_RIGHTS).account! }, {}],
  ["LIVE_NOT_UNLOCKED", { ...live(SOUND_RIGHTS), liveUnlocked: false }, live(SOUND_RIGHTS)],
  ["KEY_UNKNOWN", { ...live(SOUND_RIGHTS), account: null }, live(SOUND_RIGHTS)],
  ["KEY_UNKNOWN", { ...live(SOUND_RIGHTS), account: BENCH_ACCOUNT }, live(SOUND_RIGHTS)],
  ["KEY_DANGEROUS", live([...SOUND_RIGHTS, right("transfer", "mustBeOff")]), live(SOUND_RIGHTS)],
  ["KEY_CANNOT_TRADE", live([right("view", "needed"), right("trade", "trading", "no")]), live(SOUND_RIGHTS)],
  ["KEY_CANNOT_TRADE", live([right("view", "needed", "no"), right("trade", "trading")]), {}],
  ["KEY_UNCONFIRMED", live([], UNREADABLE), live([], { ...UNREADABLE, confirmedNoTransfer: true })],
  ["NOT_APPROVED", { approval: null }, {}],
  ["NOT_APPROVED", { planState: "PAUSED" }, {}],
  ["APPROVAL_MISMATCH", { approval: { planHash: "b".repeat(64), at: NOW } }, {}],
  [
    "APPROVAL_TOO_OLD",
    { approval: { planHash: HASH, at: unixMs(NOW - 300_001) } },
    { approval: { planHash: HASH, at: unixMs(NOW - 300_000) } },
  ],
  ["APPROVAL_TOO_OLD", { approval: { planHash: HASH, at: unixMs(NOW + 1) } }, {}],
  ["STANDING_NOT_LIVE", standing(null), standing({})],
  ["STANDING_NOT_LIVE", { ...standing({}), standing: null }, {}],
  ["STANDING_NOT_LIVE", standing({ status: "suspended" }), {}],
  ["STANDING_NOT_LIVE", standing({}, { endsAt: NOW }), standing({}, { endsAt: unixMs(NOW + 1) })],
  ["STANDING_NOT_LIVE", standing({}, { approvalId: "c".repeat(64) as never }), {}],
  ["STANDING_NOT_COVERED", standing({}, { assets: ["ETH", "USD"] as never }), {}],
  ["STANDING_NOT_COVERED", standing({}, { profileId: "other" as never }), {}],
  ["STANDING_LIMIT", standing({}, {}, "500.01"), standing({}, {}, "500")],
  ["ORDER_NOT_IN_PLAN", draft({ legIndex: 1 }), {}],
  ["ORDER_NOT_IN_PLAN", draft({ planId: OTHER as never }), {}],
  ["ORDER_NOT_IN_PLAN", draft({ side: "sell" }), {}],
  ["ORDER_NOT_IN_PLAN", draft({ kind: "limit" }), {}],
  ["ORDER_NOT_IN_PLAN", draft({ limitPrice: dec("50050.01") }), draft({ limitPrice: dec("50049.99") })],
  ["ORDER_NOT_IN_PLAN", draft({ quantity: dec("0.0101") }), draft({ quantity: dec("0.0099") })],
  [
    "ORDER_NOT_IN_PLAN",
    { orders: [order({ planId: plan.planId, state: "CANCELED", filledQuantity: "0.0001" as never })] },
    { orders: [order({ planId: plan.planId, state: "CANCELED", filledQuantity: "0" as never })] },
  ],
  // What a person attested may still be open at the venue: all of it counts.
  [
    "ORDER_NOT_IN_PLAN",
    { orders: [order({ planId: plan.planId, state: "ATTESTED", filledQuantity: "0" as never })] },
    { orders: [order({ planId: plan.planId, state: "REJECTED", filledQuantity: "0" as never })] },
  ],
  [
    "ORDER_NOT_IN_PLAN",
    { orders: [order({ planId: plan.planId, state: "UNKNOWN", filledQuantity: "0" as never })] },
    { orders: [order({ planId: plan.planId, state: "EXPIRED", filledQuantity: "0" as never })] },
  ],
  // A leg in parts: the first takes no more than its own.
  [
    "ORDER_NOT_IN_PLAN",
    { plan: sent({ slices: SLICES }) },
    { ...draft({ quantity: dec("0.004") }), plan: sent({ slices: SLICES }) },
  ],
  [
    "ORDER_NOT_IN_PLAN",
    {
      ...draft({ quantity: dec("0.0061") }),
      plan: sent({ slices: SLICES }),
      orders: [order({ planId: plan.planId, filledQuantity: "0.004" as never })],
    },
    {
      ...draft({ quantity: dec("0.006") }),
      plan: sent({ slices: SLICES }),
      orders: [order({ planId: plan.planId, filledQuantity: "0.004" as never })],
    },
  ],
  // A leg that rests first: its first order and no other.
  [
    "ORDER_NOT_IN_PLAN",
    { plan: sent({ makerWaitMs: 30_000 }) },
    { ...draft({ kind: "postOnly" }), plan: sent({ makerWaitMs: 30_000 }) },
  ],
  [
    "ORDER_NOT_IN_PLAN",
    {
      ...draft({ kind: "postOnly" }),
      plan: sent({ makerWaitMs: 30_000 }),
      orders: [order({ planId: plan.planId, state: "CANCELED", filledQuantity: "0" as never })],
    },
    {
      plan: sent({ makerWaitMs: 30_000 }),
      orders: [order({ planId: plan.planId, state: "CANCELED", filledQuantity: "0" as never })],
    },
  ],
  ["CLOCK_UNKNOWN", { clockErrorMs: null }, {}],
  ["CLOCK_ERROR", { clockErrorMs: 1_001 }, { clockErrorMs: 1_000 }],
  ["CLOCK_ERROR", { clockErrorMs: -1_001 }, { clockErrorMs: -1_000 }],
  ["ORDERS_PER_DAY", { orders: many(40) }, { orders: many(39) }],
  ["ORDERS_PER_DAY", { ...limits({ maxOrdersPerDay: 0 }) }, { ...limits({ maxOrdersPerDay: 1 }) }],
  [
    "OPEN_ORDER_EXISTS",
    { orders: [{ ...order({ state: "OPEN", filledQuantity: "0" as never }), plannedAt: unixMs(NOW - 60_000) }] },
    { orders: [{ ...order({}), plannedAt: unixMs(NOW - 60_000) }] },
  ],
  [
    "DUPLICATE_ORDER",
    { orders: [{ ...order({}), plannedAt: unixMs(NOW - 9_999) }] },
    { orders: [{ ...order({}), plannedAt: unixMs(NOW - 10_000) }] },
  ],
  ["PLAN_TURNOVER", leg({ value: "20000.01", quantity: "10000" }), leg({ value: "20000", quantity: "10000" })],
  ["DAY_TURNOVER", { dayTurnover: dec("29500.01") }, { dayTurnover: dec("29500") }],
  ["INSTRUMENT_UNKNOWN", { instrument: null }, {}],
  ["INSTRUMENT_CLOSED", market({ status: "cancelOnly" }), market({ status: "limitOnly" })],
  ["QUANTITY_OFF_LOT", draft({ quantity: dec("0.00995") }), draft({ quantity: dec("0.0099") })],
  ["PRICE_OFF_TICK", draft({ limitPrice: dec("50000.001") }), draft({ limitPrice: dec("50000.01") })],
  ["QUANTITY_TOO_SMALL", market({ amountMin: "0.0101" }), market({ amountMin: "0.01" })],
  ["QUANTITY_TOO_SMALL", draft({ quantity: Decimal.ZERO }), {}],
  ["QUANTITY_TOO_SMALL", { ...draft({ quantity: Decimal.ZERO }), ...market({ amountMin: null }) }, {}],
  ["QUANTITY_TOO_LARGE", market({ amountMax: "0.0099" }), market({ amountMax: "0.01" })],
  ["NOTIONAL_TOO_SMALL", market({ costMin: "500.51" }), market({ costMin: "500.5" })],
  ["NOTIONAL_TOO_LARGE", market({ costMax: "500.49" }), market({ costMax: "500.5" })],
  ["PRICE_MISSING", { quote: null }, {}],
  ["PRICE_MISSING", { consensus: null }, {}],
  ["PRICE_NOT_LIVE", { quote: { state: "live", ageMs: 5_001 } }, { quote: { state: "live", ageMs: 5_000 } }],
  ["PRICE_NOT_LIVE", { quote: { state: "lagging", ageMs: 0 } }, {}],
  ["PRICE_NOT_LIVE", { quote: { state: "suspect", ageMs: 0 } }, {}],
  ["PRICE_NOT_LIVE", { quote: { state: "stale", ageMs: 0 } }, {}],
  ["PRICE_NOT_LIVE", { quote: { state: "dead", ageMs: 0 } }, {}],
  ["LIMIT_OFF_CONSENSUS", { consensus: dec("49554.45") }, { consensus: dec("49554.46") }],
  [
    "LIMIT_OFF_CONSENSUS",
    { consensus: dec("48592.23"), ...draft({ base: "SOL" as never }) },
    { consensus: dec("48592.24"), ...draft({ base: "SOL" as never }) },
  ],
  ["LIMIT_FAR_OFF_CONSENSUS", { consensus: dec("47666.66"), ...draft({ base: "SOL" as never }) }, {}],
  ["ORDER_TOO_LARGE", leg({ value: "800.01" }), leg({ value: "800" })],
  [
    "ORDER_TOO_LARGE",
    { ...limits({ maxOrderFraction: "0.9" }), ...leg({ value: "2500.01" }) },
    { ...limits({ maxOrderFraction: "0.9" }), ...leg({ value: "2500" }) },
  ],
  [
    "ORDER_TOO_LARGE",
    { ...limits({ maxOrderFraction: "0.001" }), ...leg({ value: "30.01" }) },
    { ...limits({ maxOrderFraction: "0.001" }), ...leg({ value: "30" }) },
  ],
  // A twentieth of the portfolio in a coin that swings by all of it a day: 0.05 x sqrt(365) = 0.955 a year.
  [
    "VOLATILITY_CEILING",
    { ...swinging(1), ...before({ USD: "1" }), ...limits({ volatilityCeiling: "0.955" }) },
    { ...swinging(1), ...before({ USD: "1" }), ...limits({ volatilityCeiling: "0.956" }) },
  ],
  // Above the ceiling a sale still goes, for it lowers the volatility.
  [
    "VOLATILITY_CEILING",
    { ...swinging(1), ...before({ BTC: "0.5", USD: "0.5" }) },
    { ...SALE, ...swinging(1), plan: { ...SALE.plan!, before: { BTC: "0.5", USD: "0.5" } as never } },
  ],
  // A coin's share over all live profiles, in their common currency; orders that do not buy it go.
  ["ASSET_OVERALL", together(HELD, share("0.5999")), together(HELD, share("0.6"))],
  ["ASSET_OVERALL", together(HELD, share("0.6"), dec("1.01")), together(HELD, share("0.6"), dec("0.99"))],
  ["ASSET_OVERALL", together({ ETH: "1000" }, share("0.4")), together({ ETH: "1000" }, share("0.5"))],
  ["ASSET_OVERALL", together({}, share("0.5")), together({}, {})],
  ["ASSET_OVERALL", together(HELD, share("0.1")), { ...SALE, ...together(HELD, share("0.1")) }],
  // A cross pair that is sold buys its quote.
  [
    "ASSET_OVERALL",
    { ...SALE, ...together(HELD, share("0.04")), draft: { ...SALE.draft!, quote: "ETH" as never } },
    { ...SALE, ...together(HELD, share("0.05")), draft: { ...SALE.draft!, quote: "ETH" as never } },
  ],
  ["LIVE_MONEY", together(HELD, money("9999.99")), together(HELD, money("10000"))],
  ["LIVE_MONEY", together(HELD, money("1")), { ...SALE, ...together(HELD, money("1")) }],
  ["LIVE_MONEY", together(HELD, money("1")), { ...CROSS, ...together(HELD, money("1")) }],
  // What is not known denies where a limit is set on it, but for orders that lower it.
  [
    "OVERALL_UNKNOWN",
    together(HELD, { exposure: { unknown: "x" }, ...share("0.9") }),
    together(HELD, { exposure: { unknown: "x" } }),
  ],
  [
    "OVERALL_UNKNOWN",
    together(HELD, { exposure: { unknown: "x" }, ...money("1") }),
    { ...SALE, ...together(HELD, { exposure: { unknown: "x" }, ...money("1") }) },
  ],
  ["OVERALL_UNKNOWN", together(HELD, share("0.9"), null), together(HELD, share("0.9"))],
  ["BALANCE_UNKNOWN", { balances: null }, {}],
  [
    "BALANCE_TOO_SMALL",
    { balances: [{ ...FINE.balances![0]!, free: "501.0004" as never }] },
    { balances: [{ ...FINE.balances![0]!, free: "501.0005" as never }] },
  ],
  [
    "BALANCE_TOO_SMALL",
    {
      orders: [
        {
          ...order({
            state: "UNKNOWN",
            symbol: "ETH/USD" as never,
            quantity: "1" as never,
            limitPrice: "1" as never,
            filledQuantity: "0" as never,
          }),
        },
      ],
    },
    {
      orders: [
        {
          ...order({
            state: "UNKNOWN",
            symbol: "ETH/USD" as never,
            side: "sell",
            quantity: "1" as never,
            limitPrice: "1" as never,
            filledQuantity: "0" as never,
          }),
        },
      ],
    },
  ],
  ["BALANCE_TOO_SMALL", { balances: [] }, {}],
  // An order that may have arrived unseen takes its share; one of another account, in another asset, or seen by the venue takes none.
  ["BALANCE_TOO_SMALL", { orders: [unseen({ state: "SUBMITTING" })] }, { orders: [unseen({ state: "OPEN" })] }],
  ["BALANCE_TOO_SMALL", { orders: [unseen({})] }, { orders: [unseen({ accountId: "another" as never })] }],
  // Only this account's balance of this asset counts.
  [
    "BALANCE_TOO_SMALL",
    {
      balances: [
        held({ accountId: "another" as never }),
        held({ asset: "BTC" as never }),
        held({ free: "1" as never }),
      ],
    },
    {
      balances: [
        held({ accountId: "another" as never, free: "1" as never }),
        held({ asset: "BTC" as never, free: "1" as never }),
        held({}),
      ],
    },
  ],
  // One open order of a side in a market of an account; anything else may rest beside it.
  ["OPEN_ORDER_EXISTS", { orders: [resting({})] }, { orders: [resting({ accountId: "another" as never })] }],
  ["OPEN_ORDER_EXISTS", { orders: [resting({})] }, { orders: [resting({ symbol: "ETH/USD" as never })] }],
  ["OPEN_ORDER_EXISTS", { orders: [resting({})] }, { orders: [resting({ side: "sell" })] }],
  // A twin is the same in everything, of another plan, and was not denied.
  ["DUPLICATE_ORDER", { orders: [order({})] }, { orders: [order({ accountId: "another" as never })] }],
  ["DUPLICATE_ORDER", { orders: [order({})] }, { orders: [order({ symbol: "ETH/USD" as never })] }],
  ["DUPLICATE_ORDER", { orders: [order({})] }, { orders: [order({ side: "sell" })] }],
  ["DUPLICATE_ORDER", { orders: [order({})] }, { orders: [order({ quantity: "0.02" as never })] }],
  ["DUPLICATE_ORDER", { orders: [order({})] }, { orders: [order({ state: "DENIED", filledQuantity: "0" as never })] }],
  ["DUPLICATE_ORDER", { orders: [order({})] }, { orders: [order({ planId: plan.planId, legIndex: 1 })] }],
  // What a market or a venue takes in each of its states.
  ["INSTRUMENT_CLOSED", market({ status: "postOnly" }), { ...market({ status: "postOnly" }), ...RESTING_FIRST }],
  ["INSTRUMENT_CLOSED", market({ status: "offline" }), market({ status: "online" })],
  ["INSTRUMENT_CLOSED", { ...market({ status: "cancelOnly" }), ...RESTING_FIRST }, RESTING_FIRST],
  ["INSTRUMENT_CLOSED", { ...market({ status: "offline" }), ...RESTING_FIRST }, RESTING_FIRST],
  ["VENUE_NOT_ONLINE", { ...venue("cancelOnly"), ...RESTING_FIRST }, { ...venue("postOnly"), ...RESTING_FIRST }],
  ["VENUE_NOT_ONLINE", { ...venue("maintenance"), ...RESTING_FIRST }, { ...venue("online"), ...RESTING_FIRST }],
  // An order is of its leg in account, venue, market and side, each alone.
  ["ORDER_NOT_IN_PLAN", draft({ accountId: "another" as never }), {}],
  ["ORDER_NOT_IN_PLAN", draft({ venue: "sim-beta" as never }), {}],
  ["ORDER_NOT_IN_PLAN", draft({ symbol: "ETH/USD" as never }), {}],
  // What other legs used is not this one's, and what was denied is no part.
  [
    "ORDER_NOT_IN_PLAN",
    { orders: [order({ planId: plan.planId })] },
    { orders: [order({ planId: plan.planId, legIndex: 1 })] },
  ],
  [
    "ORDER_NOT_IN_PLAN",
    { ...RESTING_FIRST, orders: [order({ planId: plan.planId, state: "CANCELED", filledQuantity: "0" as never })] },
    { ...RESTING_FIRST, orders: [order({ planId: plan.planId, state: "DENIED", filledQuantity: "0" as never })] },
  ],
  // A sale's limit binds from below.
  [
    "ORDER_NOT_IN_PLAN",
    { ...SALE, draft: { ...SALE.draft!, limitPrice: dec("49949.99") } },
    { ...SALE, draft: { ...SALE.draft!, limitPrice: dec("49950.01") } },
  ],
];

const codes = (patch: Patch) =>
  GATES.map((gate) => gate.check({ ...FINE, ...patch })?.code).filter((code) => code !== undefined);

describe("gates", () => {
  it("all pass when all is fine", () => {
    expect(codes({})).toEqual([]);
  });

  it.each(TABLE)("%s is denied exactly beyond its limit", (code, denied, passes) => {
    expect(codes(denied)).toContain(code);
    expect(codes(passes)).toEqual([]);
  });

  it("says why in these words", () => {
    const words = TABLE.map(([code, denied]) => {
      const said = GATES.map((gate) => gate.check({ ...FINE, ...denied })).filter((denial) => denial !== null);
      return [code, ...said.map((denial) => `${denial.code}: ${denial.message}`)];
    });
    expect(words).toMatchSnapshot();
  });

  it("looks in this order, at these moments", () => {
    expect(GATES.map(({ name, when }) => `${name}: ${when}`)).toMatchSnapshot();
  });

  it("has a case for every code", () => {
    expect([...new Set(TABLE.map(([code]) => code))].sort()).toEqual([...DENIAL_CODES].sort());
  });

  it("asks every gate in every mode", () => {
    for (const mode of ["paper", "sandbox", "live"] as const) {
      const facts = live(SOUND_RIGHTS);
      const killed = { ...facts, profileMode: mode, plan: { ...plan, mode }, killSwitch: { on: true, reason: "x" } };
      expect(codes(killed)).toEqual(["KILL_SWITCH_ON"]);
    }
  });

  it("asks nothing of a key for paper orders, which never reach the venue", () => {
    const readOnly = live([right("view", "needed"), right("trade", "trading", "no")]);
    expect(codes({ account: readOnly.account! })).toEqual([]);
  });

  it("lets only sales for cash through while reducing", () => {
    const selling = { ...draft({ side: "sell" }), trading: { state: "reducing", reason: null } } as const;
    expect(codes(selling)).not.toContain("PROFILE_REDUCING");
  });

  it("says of an order that passes what could not be checked", () => {
    const noted = (patch: Patch) => GATES.flatMap((gate) => gate.note?.({ ...FINE, ...patch }) ?? []);
    expect(noted({})).toEqual(["Not checked: there are no daily prices of BTC."]);
    expect(noted(swinging(0.01))).toEqual([]);
  });

  it("counts legs in front of this one before the approval, so that a plan that can not finish is not approved", () => {
    const legs = [plan.legs[0]!, plan.legs[0]!];
    const previewed: Patch = { planState: "PREVIEWED", plan: { ...plan, legs }, ...draft({ legIndex: 1 }) };
    expect(codes({ ...previewed, orders: many(39) })).toContain("ORDERS_PER_DAY");
    expect(codes({ ...previewed, orders: many(38) })).not.toContain("ORDERS_PER_DAY");
    expect(codes({ ...previewed, planState: "EXECUTING", orders: many(39) })).not.toContain("ORDERS_PER_DAY");
  });

  it("lets what only takes a position out go beyond the orders of a day", () => {
    const [buy] = plan.legs;
    const of = (side: "buy" | "sell", exit: object, base = "BTC") => {
      const trade = {
        symbol: "BTC/USD",
        side,
        size: { by: "quantity", amount: "0.01" },
        signal: { ...ENTRY, ...exit },
      };
      return rebalancePlanSchema.parse({ ...plan, trade, legs: [{ ...buy!, side, base }] });
    };
    const spent = (made: GateFacts["plan"]) => codes({ plan: made, orders: many(40) }).includes("ORDERS_PER_DAY");
    const stop = { exit: { kind: "stopLoss", rungs: 0 } };
    expect(spent(of("sell", stop))).toBe(false);
    expect(spent(of("sell", {}))).toBe(true);
    expect(spent(of("buy", stop))).toBe(true);
    expect(spent(of("sell", stop, "ETH"))).toBe(true);
  });

  it("looks at a leg as a whole before the approval, in its own kind, and at its parts after it", () => {
    const previewed: Patch = { planState: "PREVIEWED" };
    const first = { plan: sent({ makerWaitMs: 30_000 }) };
    expect(codes({ ...first, ...previewed })).toEqual(["NOT_APPROVED"]);
    expect(codes({ ...first, ...previewed, ...draft({ kind: "postOnly" }) })).toContain("ORDER_NOT_IN_PLAN");
    expect(codes({ plan: sent({ slices: SLICES }), ...previewed })).toEqual(["NOT_APPROVED"]);
    expect(codes({ plan: sent({ slices: SLICES }) })).toContain("ORDER_NOT_IN_PLAN");
  });
});
