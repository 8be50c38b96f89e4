// What did a demo profile's last days look like? A pure function of the simulated market's past prices and the
// holdings it starts with: nothing in it was traded, its deposits end in exactly those holdings.
import { Decimal } from "#shared/domain/decimal.ts";
import type { AccountId, Asset } from "#shared/domain/ids.ts";
import type { Snapshot } from "#shared/domain/portfolio.ts";
import { DAY_MS, type DurationMs, floorTime, HOUR_MS, MINUTE_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";
import { NO_DETAILS, type Transaction } from "#shared/domain/transaction.ts";
import { PastBooks } from "./compute-past-books.ts";
import type { PastProfile } from "./compute-snapshot.ts";
import { computeTransactionId } from "./compute-transactions.ts";

const QUANTITY_SCALE = 8;
const HISTORY_DAYS = 15;
/** Spacing of records: as the recorder keeps them for the last day, hourly before, so that a demo starts quickly. */
const RECENT_STEP_MS = 15 * MINUTE_MS;
const OLDER_STEP_MS = HOUR_MS;

export interface StartingHolding {
  readonly accountId: AccountId;
  readonly asset: Asset;
  readonly quantity: Decimal;
}

/** Price of one unit of an asset in the profile's currency at a past time; null where the market did not exist. */
export type PriceAt = (asset: Asset, ts: UnixMs) => Decimal | null;

export interface DemoHistory {
  readonly transactions: readonly Transaction[];
  readonly snapshots: readonly Snapshot[];
}

/** Later deposits: this share of the cash holdings came in so many days ago. The rest was there from the start. */
const LATER_DEPOSITS = [
  { daysAgo: 9, share: Decimal.parse("0.3") },
  { daysAgo: 4, share: Decimal.parse("0.2") },
] as const;

export interface DemoHistoryInput {
  readonly profile: PastProfile;
  readonly holdings: readonly StartingHolding[];
  readonly now: UnixMs;
  readonly priceAt: PriceAt;
}

function depositOf(input: DemoHistoryInput, holding: StartingHolding, ts: UnixMs, quantity: Decimal): Transaction[] {
  const price = holding.asset === input.profile.currency ? Decimal.ONE : input.priceAt(holding.asset, ts);
  if (price === null)
    throw new RangeError(`No price of ${holding.asset} at ${ts}: a demo history needs the whole span`);
  if (quantity.isZero) return [];
  return [
    {
      id: computeTransactionId("demo", holding.accountId, holding.asset, String(ts)),
      profileId: input.profile.id,
      accountId: holding.accountId,
      ts,
      type: "deposit",
      side: null,
      asset: holding.asset,
      quantity: quantity.toString(),
      quote: input.profile.currency,
      price: price.toString(),
      fee: null,
      quoteValue: Decimal.ONE.toString(),
      feeValue: null,
      planId: null,
      source: "venue",
      ...NO_DETAILS,
    },
  ];
}

function deposits(input: DemoHistoryInput, start: UnixMs): readonly Transaction[] {
  const cash = new Set(input.profile.cashAssets);
  return input.holdings.flatMap((holding) => {
    if (!cash.has(holding.asset)) return depositOf(input, holding, start, holding.quantity);
    const later = LATER_DEPOSITS.map(({ daysAgo, share }) => ({
      ts: unixMs(floorTime(input.now, HOUR_MS) - daysAgo * DAY_MS),
      quantity: holding.quantity.mul(share).roundTo(QUANTITY_SCALE, "down"),
    }));
    const first = holding.quantity.sub(Decimal.sum(later.map(({ quantity }) => quantity)));
    return [
      ...depositOf(input, holding, start, first),
      ...later.flatMap(({ ts, quantity }) => depositOf(input, holding, ts, quantity)),
    ];
  });
}

function* times(start: UnixMs, now: UnixMs): Generator<UnixMs> {
  for (let ts = start; ts <= now; ts = unixMs(ts + stepAt(ts, now))) yield ts;
}

const stepAt = (ts: UnixMs, now: UnixMs): DurationMs => (now - ts <= DAY_MS ? RECENT_STEP_MS : OLDER_STEP_MS);

/** 15 days of books and records. Throws `RangeError` where the market has no price for a deposit. */
export function computeDemoHistory(input: DemoHistoryInput): DemoHistory {
  const start = unixMs(floorTime(input.now, HOUR_MS) - HISTORY_DAYS * DAY_MS);
  const transactions = deposits(input, start);
  const snapshots: Snapshot[] = [];
  const books = new PastBooks({ profile: input.profile, transactions, heldSince: start });
  for (const ts of times(start, input.now)) {
    const snapshot = books
      .at(ts)
      .snapshot(ts % DAY_MS === 0 ? "midnight" : "history", (asset) =>
        asset === input.profile.currency ? Decimal.ONE : input.priceAt(asset, ts),
      );
    if (snapshot !== null) snapshots.push(snapshot);
  }
  return { transactions, snapshots };
}
