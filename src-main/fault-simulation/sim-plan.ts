// Which accounts, profile and legs does a simulated world have?
import { type Account, accountSchema } from "#shared/domain/account.ts";
import { ensure } from "#shared/domain/assert.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { PlanLeg } from "#shared/domain/plan.ts";
import { policySchema, riskLimitsSchema } from "#shared/domain/policy.ts";
import { type Profile, profileSchema } from "#shared/domain/profile.ts";
import type { LegDraft } from "./scenario.ts";
import { instrumentsOf, type SimMarket } from "./sim-market.ts";
import { exact, LOT_PLACES, TICK_PLACES } from "./sim-venue.ts";
import { WORLD_BEGAN_MS } from "./virtual-time.ts";

const FEE = "0.001";

/** A leg as the scenario has it, at the prices of now. */
export function legOf(draft: LegDraft, account: Account, market: SimMarket): PlanLeg {
  const instrument = ensure(
    instrumentsOf(account.venue).find(({ symbol }) => symbol === draft.symbol),
    `instrument ${draft.symbol}`,
  );
  const { bid, ask } = market.book(draft.symbol);
  const isBuy = draft.side === "buy";
  const isTaker = draft.kind === "limitIoc";
  const best = isBuy === isTaker ? ask : bid;
  const limit = isTaker ? Math.round(best * (isBuy ? 1.001 : 0.999)) : best;
  const quantity = exact(draft.lots, LOT_PLACES);
  const notional = exact(draft.lots * best, LOT_PLACES + TICK_PLACES);
  return {
    accountId: account.id,
    venue: account.venue,
    symbol: instrument.symbol,
    base: instrument.base,
    quote: instrument.quote,
    side: draft.side,
    kind: draft.kind,
    quantity,
    limitPrice: exact(limit, TICK_PLACES),
    expectedPrice: exact(best, TICK_PLACES),
    notional,
    fee: Decimal.parse(notional).mul(Decimal.parse(FEE)).toString(),
    feeAsset: instrument.quote,
    spreadCost: exact(0, 0),
    slippageCost: exact(0, 0),
    value: notional,
  };
}

const ACCOUNTS = new Map<string, Account>();

/** `isReal`: connected with a key that may trade and nothing worse, else on paper. */
export function accountOf(name: string, isReal: boolean): Account {
  const key = `${name} ${isReal}`;
  const known = ACCOUNTS.get(key);
  if (known !== undefined) return known;
  const kind = isReal ? { kind: "exchange", connection: CONNECTION } : { kind: "paper" };
  const made = accountSchema.parse({ id: name, name, ...kind, venue: name, fees: { maker: FEE, taker: FEE } });
  ACCOUNTS.set(key, made);
  return made;
}

const CONNECTION = {
  ...{ endpoint: "sandbox", storedIn: "vault", fingerprint: "0123456789ab", generation: 1 },
  ...{ connectedAt: WORLD_BEGAN_MS, keyStoredAt: WORLD_BEGAN_MS, confirmedNoTransfer: true, paused: false },
  permissions: {
    ...{ readable: true, ipRestricted: null, keyName: null, expiresAt: null, readAt: WORLD_BEGAN_MS },
    rights: [{ id: "trade", label: "Trade", granted: "yes", need: "trading" }],
  },
};

const PROFILES = new Map<string, Profile>();

export function profileOf(accounts: readonly Account[], isReal: boolean): Profile {
  const key = `${accounts.map(({ id }) => id).join()} ${isReal}`;
  const known = PROFILES.get(key);
  if (known !== undefined) return known;
  const made = profileSchema.parse({
    id: "simulated",
    name: "Simulated",
    priority: 1,
    mode: isReal ? "sandbox" : "paper",
    source: "simulated",
    currency: "USD",
    cashAssets: ["USD"],
    accounts,
    targets: { BTC: "0.5", ETH: "0.3", SOL: "0.15", USD: "0.05" },
    policy: policySchema.parse({}),
    limits: riskLimitsSchema.parse({ maxOrderFraction: "0.25" }),
    createdAt: WORLD_BEGAN_MS,
    seed: "1",
  });
  PROFILES.set(key, made);
  return made;
}
