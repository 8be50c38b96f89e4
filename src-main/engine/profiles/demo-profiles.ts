// What does a person see who looks around first? Paper profiles whose holdings have strayed from their targets.
import type { MarketModel } from "#engine/ports/market-model.ts";
import type { Account } from "#shared/domain/account.ts";
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import {
  type AccountId,
  type Asset,
  accountIdSchema,
  assetSchema,
  type ProfileId,
  profileIdSchema,
  type VenueId,
} from "#shared/domain/ids.ts";
import { type Profile, profileSchema } from "#shared/domain/profile.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { venueName } from "#shared/domain/venue.ts";
import { computeCashAssets } from "./compute-cash-assets.ts";

/** Seed of the simulated market that the demo lives on. */
export const DEMO_SEED = 1;

/** What a demo profile's paper accounts are given once, when it is made. */
export interface DemoHolding {
  readonly accountId: AccountId;
  readonly asset: Asset;
  readonly quantity: Decimal;
}

export interface DemoProfile {
  readonly profile: Profile;
  readonly holdings: readonly DemoHolding[];
}

interface DemoPlan {
  readonly id: string;
  readonly name: string;
  readonly currency: string;
  readonly cashAssets: readonly string[];
  readonly source: Profile["source"];
  readonly seed: string;
  /** Value at the start, in the currency. */
  readonly value: string;
  /** Target and present share of the value by asset; the present shares sum to 1, the targets too. */
  readonly weights: readonly { readonly asset: string; readonly target: string | null; readonly now: string }[];
}

const SIMULATED: readonly DemoPlan[] = [
  {
    id: "demo-a",
    name: "Core",
    currency: "USD",
    cashAssets: ["USD", "USDC"],
    source: "simulated",
    seed: String(DEMO_SEED),
    value: "100000",
    weights: [
      { asset: "BTC", target: "0.4", now: "0.37" },
      { asset: "ETH", target: "0.25", now: "0.222" },
      { asset: "SOL", target: "0.15", now: "0.2275" },
      { asset: "XRP", target: "0.08", now: "0.0685" },
      { asset: "USDC", target: "0.12", now: "0.072" },
      { asset: "USD", target: null, now: "0.04" },
    ],
  },
  {
    id: "demo-b",
    name: "Satellites",
    currency: "USD",
    cashAssets: ["USD", "USDC"],
    source: "simulated",
    seed: String(DEMO_SEED),
    value: "25000",
    weights: [
      { asset: "LINK", target: "0.25", now: "0.325" },
      { asset: "AVAX", target: "0.2", now: "0.18" },
      { asset: "DOT", target: "0.2", now: "0.1725" },
      { asset: "ADA", target: "0.15", now: "0.1405" },
      { asset: "LTC", target: "0.1", now: "0.082" },
      { asset: "USDC", target: "0.1", now: "0.06" },
      { asset: "USD", target: null, now: "0.04" },
    ],
  },
];

/** Most assets of a replayed folder that get a target; more would only thin the demo out. */
const REPLAY_ASSETS = 6;
const REPLAY_CASH = Decimal.parse("0.1");
/** By how much the first asset of a replay is over its target at the start; the others are under by as much in sum. */
const REPLAY_DRIFT = Decimal.parse("0.08");

/** Quantities are cut here; every simulated lot step is a multiple of it or coarser. */
const QUANTITY_SCALE = 8;
const WEIGHT_SCALE = 4;

/** Price of one unit of the asset in the currency now; null where the market has none. */
export type PriceNow = (asset: Asset, currency: Asset) => Decimal | null;

export interface DemoInput {
  readonly market: MarketModel;
  readonly createdAt: UnixMs;
  readonly priceNow: PriceNow;
}

/** The two demo profiles on the simulated market. Throws `RangeError` where it has no price for one of their assets. */
export function planSimulatedDemo(input: DemoInput): readonly DemoProfile[] {
  return SIMULATED.map((plan, index) => toDemoProfile(plan, index + 1, input));
}

/** Identity of a replay's profile: one per set of symbols, so that another folder never meets its holdings. */
function replayProfileId(seed: string): ProfileId {
  return profileIdSchema.parse(`replay-${seed.slice(0, 12)}`);
}

/** One profile over the symbols of a replayed folder, equal targets and a cash share. `seed` names the folder's symbols. */
export function planReplayDemo(input: DemoInput & { readonly seed: string }): readonly DemoProfile[] {
  const [venue] = input.market.venues;
  const instruments = venue === undefined ? [] : input.market.instruments(venue);
  const quote = mostCommonQuote(instruments.map((instrument) => instrument.quote));
  if (quote === null) return [];
  const bases = instruments
    .filter((instrument) => instrument.quote === quote && input.priceNow(instrument.base, quote) !== null)
    .map((instrument) => instrument.base)
    .slice(0, REPLAY_ASSETS);
  if (bases.length === 0) return [];
  const each = Decimal.ONE.sub(REPLAY_CASH).div(Decimal.fromInteger(bases.length), WEIGHT_SCALE, "down");
  const cash = Decimal.ONE.sub(each.mul(Decimal.fromInteger(bases.length)));
  const under = REPLAY_DRIFT.div(Decimal.fromInteger(bases.length), WEIGHT_SCALE, "down");
  const weights = bases.map((asset, index) => {
    const now = index === 0 ? each.add(under.mul(Decimal.fromInteger(bases.length - 1))) : each.sub(under);
    return { asset, target: each.toString(), now: bases.length === 1 ? each.toString() : now.toString() };
  });
  const plan: DemoPlan = {
    id: replayProfileId(input.seed),
    name: "Replay",
    currency: quote,
    cashAssets: [quote],
    source: "replay",
    seed: input.seed,
    value: "100000",
    weights: [...weights, { asset: quote, target: cash.toString(), now: cash.toString() }],
  };
  return [toDemoProfile(plan, 1, input)];
}

function mostCommonQuote(quotes: readonly Asset[]): Asset | null {
  const counts = new Map<Asset, number>();
  for (const quote of quotes) counts.set(quote, (counts.get(quote) ?? 0) + 1);
  return [...counts].sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))[0]?.[0] ?? null;
}

/** What a profile of a person's own begins with on the demo's market, in its currency. */
const PRACTICE_CASH = Decimal.parse("100000");

/** The profile with a paper account at each venue of the demo's market, all its money in cash, valued in what that market trades in. */
export function planPractice(profile: Profile, market: MarketModel): DemoProfile {
  const quotes = market.venues.flatMap((venue) => market.instruments(venue).map(({ quote }) => quote));
  const currency = quotes.includes(profile.currency) ? profile.currency : (mostCommonQuote(quotes) ?? profile.currency);
  const places = market.venues.map((venue) => ({ id: accountOf(profile.id, venue), venue }));
  const accounts = places.map(({ id, venue }) => paperAccount(id, venue, market));
  const cashAssets = currency === profile.currency ? profile.cashAssets : computeCashAssets(currency);
  return {
    profile: profileSchema.parse({ ...profile, currency, cashAssets, accounts }),
    holdings: splitOverVenues(currency, PRACTICE_CASH, market, places),
  };
}

function paperAccount(id: AccountId, venue: VenueId, market: MarketModel): Account {
  return { id, name: venueName(venue), kind: "paper", venue, fees: market.feeTier(venue) };
}

function toDemoProfile(plan: DemoPlan, priority: number, { market, createdAt, priceNow }: DemoInput): DemoProfile {
  const currency = assetSchema.parse(plan.currency);
  const accounts = market.venues.map((venue) => ({ id: accountOf(plan.id, venue), venue }));
  const profile = profileSchema.parse({
    id: plan.id,
    name: plan.name,
    priority,
    mode: "paper",
    source: plan.source,
    currency,
    cashAssets: [...plan.cashAssets],
    accounts: accounts.map(({ id, venue }) => paperAccount(id, venue, market)),
    targets: Object.fromEntries(
      plan.weights.flatMap(({ asset, target }) => (target === null ? [] : [[asset, target]])),
    ),
    // Half a point: prices go on moving while a plan runs, and the report should still end within a point. Three thousandths of a price:
    // its coins move one in a minute, and who looks around reads a plan for longer before approving it.
    policy: { tolerance: "0.005", slippageTolerance: "0.003" },
    // The demo is there to be tried: its market moves as markets do, and a halt in the first minutes would show nothing else.
    limits: { maxDailyLossFraction: "0.25", maxDrawdownFraction: "0.5" },
    createdAt,
    seed: plan.seed,
  });
  const value = Decimal.parse(plan.value);
  const holdings = plan.weights.flatMap(({ asset, now }) => {
    const code = assetSchema.parse(asset);
    const price = code === currency ? Decimal.ONE : priceNow(code, currency);
    if (price === null || !price.isPositive) throw new RangeError(`The demo needs a price of ${asset}`);
    const quantity = value.mul(Decimal.parse(now)).div(price, QUANTITY_SCALE, "down");
    return splitOverVenues(code, quantity, market, accounts);
  });
  return { profile, holdings };
}

/** The account of a profile at one venue: `demo-a` at `sim-alpha` is `demo-a-alpha`. */
function accountOf(profileId: string, venue: VenueId): AccountId {
  return accountIdSchema.parse(`${profileId}-${venue.replace(/^sim-/, "")}`);
}

/** Three fifths at the first venue, the rest at the second; a venue without a market for the asset gets none of it. */
function splitOverVenues(
  asset: Asset,
  quantity: Decimal,
  market: MarketModel,
  accounts: readonly { readonly id: AccountId; readonly venue: VenueId }[],
): readonly DemoHolding[] {
  const able = accounts.filter(({ venue }) =>
    market.instruments(venue).some(({ base, quote }) => base === asset || quote === asset),
  );
  const [first, second] = able;
  if (first === undefined) throw new RangeError(`No venue of the demo has a market for ${asset}`);
  if (second === undefined) return [{ accountId: first.id, asset, quantity }];
  const most = quantity.mul(Decimal.parse("0.6")).roundTo(QUANTITY_SCALE, "down");
  return [
    { accountId: first.id, asset, quantity: most },
    { accountId: second.id, asset, quantity: quantity.sub(most) },
  ];
}

/** A holding as the paper exchange books it. */
export function toDeposit({ asset, quantity }: DemoHolding): { readonly asset: Asset; readonly amount: DecimalString } {
  return { asset, amount: quantity.toString() };
}
