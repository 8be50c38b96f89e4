// How does a fill become an entry of the books? The same fill always becomes the same id, so reading it twice adds nothing.
import { sha256Hex } from "#shared/domain/canonical-hash.ts";
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import {
  type AccountId,
  type Asset,
  assetSchema,
  type PlanId,
  type ProfileId,
  type TransactionId,
  transactionIdSchema,
} from "#shared/domain/ids.ts";
import type { Fill } from "#shared/domain/order.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { NO_DETAILS, type Transaction } from "#shared/domain/transaction.ts";

const MAX_ID_LENGTH = 160;

/** Ids of the books start with what they stand for; one too long for its field is replaced by its hash. */
export function computeTransactionId(...parts: readonly string[]): TransactionId {
  const text = parts.join(":");
  return transactionIdSchema.parse(text.length > MAX_ID_LENGTH ? sha256Hex(text) : text);
}

export function computeFillTransaction(input: {
  readonly profileId: ProfileId;
  readonly accountId: AccountId;
  readonly fill: Fill;
  readonly planId: PlanId | null;
  /** Value of one unit in the profile's currency when it was filled; null where not known. */
  readonly unitValue: (asset: Asset) => DecimalString | null;
}): Transaction {
  const { fill, unitValue } = input;
  const [base, quote] = computeSymbolAssets(fill);
  const quoteValue = unitValue(quote);
  const hasFee = !Decimal.parse(fill.fee.amount).isZero;
  return {
    id: computeTransactionId("fill", input.accountId, fill.symbol, fill.tradeId),
    profileId: input.profileId,
    accountId: input.accountId,
    ts: fill.tsEvent,
    type: "trade",
    side: fill.side,
    asset: base,
    quantity: fill.quantity,
    quote,
    price: fill.price,
    fee: hasFee ? fill.fee : null,
    quoteValue,
    feeValue: hasFee && fill.fee.asset !== base && fill.fee.asset !== quote ? unitValue(fill.fee.asset) : null,
    planId: input.planId,
    source: input.planId === null ? "venue" : "execution",
    ...NO_DETAILS,
    venueRef: fill.tradeId,
  };
}

/** Base and quote of a fill's market. */
function computeSymbolAssets(fill: Pick<Fill, "symbol">): readonly [base: Asset, quote: Asset] {
  const [base, quote] = fill.symbol.split("/");
  return [assetSchema.parse(base), assetSchema.parse(quote)];
}

/**
 * What an account held when it was first read, taken in at its value then. After a change of mode another venue answers for
 * the account: the difference to the books comes in or goes out at its value, so that it is a flow and never a gain.
 */
export function computeOpeningTransaction(input: {
  readonly profileId: ProfileId;
  readonly accountId: AccountId;
  readonly ts: UnixMs;
  readonly asset: Asset;
  /** Venue less books; not zero. */
  readonly difference: Decimal;
  readonly currency: Asset;
  readonly price: DecimalString;
  /** When the mode changed; null for the account's first opening. */
  readonly modeSince: UnixMs | null;
}): Transaction {
  const { modeSince, difference } = input;
  return {
    id: computeTransactionId(
      "opening",
      input.accountId,
      input.asset,
      ...(modeSince === null ? [] : [String(modeSince)]),
    ),
    profileId: input.profileId,
    accountId: input.accountId,
    ts: input.ts,
    type: difference.isNegative ? "withdrawal" : "deposit",
    side: null,
    asset: input.asset,
    quantity: difference.abs().toString(),
    quote: input.currency,
    price: input.price,
    fee: null,
    quoteValue: Decimal.ONE.toString(),
    planId: null,
    feeValue: null,
    source: "opening",
    ...NO_DETAILS,
  };
}
