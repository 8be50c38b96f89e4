// What does one transaction add to and take from what is owned, and at which value?
// Everything is valued in the profile's currency. What has no known value carries null, never a made-up number.
import { Decimal } from "#shared/domain/decimal.ts";
import type { AccountId, Asset, TransactionId } from "#shared/domain/ids.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";

interface PostingBase {
  readonly transactionId: TransactionId;
  readonly accountId: AccountId;
  readonly ts: UnixMs;
  readonly asset: Asset;
  readonly quantity: Decimal;
}

/** Units that come in. `cost` is their cost basis, null where it is unknown. */
export interface Addition extends PostingBase {
  readonly kind: "add";
  readonly cost: Decimal | null;
  /** Price of one unit without any fee; null where it is unknown. Ranks lots under HIFO. */
  readonly unitPrice: Decimal | null;
  /** `trade`: paid with other assets; `deposit`: brought in; `income`: earned (reward, found by adjustment); `transfer`: the arriving side of one. */
  readonly origin: "trade" | "deposit" | "income" | "transfer";
}

/** Units that go out. */
export interface Taking extends PostingBase {
  readonly kind: "take";
  /** `sale`: for proceeds; `withdrawal`: carried out; `spent`: for nothing in return (fee in this asset, loss by adjustment); `transfer`: the leaving side of one. */
  readonly purpose: "sale" | "withdrawal" | "spent" | "transfer";
  /** Sale: proceeds before the fee. Withdrawal: value then. Spent: null. */
  readonly value: Decimal | null;
  /** The fee of a sale. */
  readonly fee: Decimal;
}

export type Posting = Addition | Taking;

/** A fee as paid. `value` is null where the fee's asset had no price. */
export interface FeePaid {
  readonly asset: Asset;
  readonly amount: Decimal;
  readonly value: Decimal | null;
}

export interface TransactionPostings {
  readonly postings: readonly Posting[];
  readonly fees: readonly FeePaid[];
}

/** What all postings of an entry say alike. */
const baseOf = ({ id, accountId, ts }: Transaction) => ({ transactionId: id, accountId, ts });

const times = (first: Decimal | null, second: Decimal | null): Decimal | null => {
  if (first === null || second === null) return null;
  // Most entries are in the currency itself: one times is a product less.
  return second === Decimal.ONE ? first : first.mul(second);
};
const plus = (first: Decimal | null, second: Decimal | null): Decimal | null =>
  first === null || second === null ? null : first.add(second);

/** A value less a fee, where both are known; a fee that is not known is left in. */
const valueLess = (value: Decimal | null, fee: Decimal | null): Decimal | null =>
  value === null || fee === null ? value : value.sub(fee);

/** Value of one unit of the quote asset: 1 for the currency itself, else as recorded. */
function quoteValueOf(transaction: Transaction, currency: Asset): Decimal | null {
  if (transaction.quote === currency) return Decimal.ONE;
  return transaction.quoteValue === null ? null : Decimal.parse(transaction.quoteValue);
}

interface ValuedFee extends FeePaid {
  /** Value of one unit of the fee's asset. */
  readonly unit: Decimal | null;
}

function feeOf(transaction: Transaction, currency: Asset): ValuedFee | null {
  const { fee } = transaction;
  if (fee === null) return null;
  const amount = Decimal.parse(fee.amount);
  if (amount.isZero) return null;
  const unit = ((): Decimal | null => {
    if (fee.asset === currency) return Decimal.ONE;
    if (transaction.feeValue !== null) return Decimal.parse(transaction.feeValue);
    const quoteValue = quoteValueOf(transaction, currency);
    if (fee.asset === transaction.quote) return quoteValue;
    if (fee.asset !== transaction.asset || transaction.price === null) return null;
    return times(Decimal.parse(transaction.price), quoteValue);
  })();
  return { asset: fee.asset, amount, unit, value: times(amount, unit) };
}

/** A rebate comes in at its value. */
function rebate(fee: ValuedFee, transaction: Transaction, origin: Addition["origin"]): Posting {
  return {
    ...baseOf(transaction),
    asset: fee.asset,
    kind: "add",
    quantity: fee.amount.abs(),
    cost: fee.value?.abs() ?? null,
    unitPrice: fee.unit,
    origin,
  };
}

/** A fee coin leaves at its value. */
function feeDisposal(fee: ValuedFee, transaction: Transaction): Posting {
  return {
    ...baseOf(transaction),
    asset: fee.asset,
    kind: "take",
    quantity: fee.amount,
    purpose: "sale",
    value: fee.value,
    fee: Decimal.ZERO,
  };
}

/** Units that leave for nothing in return. */
function spent({ asset, amount }: Pick<FeePaid, "asset" | "amount">, transaction: Transaction): Posting {
  return {
    ...baseOf(transaction),
    asset,
    kind: "take",
    quantity: amount,
    purpose: "spent",
    value: null,
    fee: Decimal.ZERO,
  };
}

/**
 * A trade exchanges base for quote. Fee of a purchase: part of the cost; in base it means fewer units for the same cost.
 * Fee of a sale: taken from the proceeds. A fee in an asset that the trade does not bring in is itself a disposal.
 */
function tradePostings(transaction: Transaction, currency: Asset): TransactionPostings {
  const base = baseOf(transaction);
  const fee = feeOf(transaction, currency);
  const fees = fee === null ? [] : [fee];
  const quantity = Decimal.parse(transaction.quantity);
  const { quote } = transaction;
  const price = transaction.price === null ? null : Decimal.parse(transaction.price);
  if (quote === null || price === null) {
    // Half a trade: what moved is known, what was paid for it is not.
    return {
      postings: [
        transaction.side === "buy"
          ? { ...base, kind: "add", asset: transaction.asset, quantity, cost: null, unitPrice: null, origin: "trade" }
          : {
              ...base,
              kind: "take",
              asset: transaction.asset,
              quantity,
              purpose: "sale",
              value: null,
              fee: Decimal.ZERO,
            },
      ],
      fees,
    };
  }
  const notional = quantity.mul(price);
  const quoteValue = quoteValueOf(transaction, currency);
  const value = times(notional, quoteValue);
  const none = Decimal.ZERO;
  const feeIn =
    fee === null ? null : fee.asset === transaction.asset ? "base" : fee.asset === quote ? "quote" : "third";
  const feeAmount = fee?.amount ?? none;
  const feeValue = fee === null ? none : fee.value;
  // Money in its own currency is its own value: one number, not two that are equal.
  const atPar = value === notional && (feeIn !== "quote" || feeValue === feeAmount);
  const incoming = transaction.side === "buy" ? quantity : notional;
  if (fee !== null && feeIn === (transaction.side === "buy" ? "base" : "quote") && feeAmount.gte(incoming)) {
    // A fee of all that comes in, or more, eats into what was there before.
    const feeless = tradePostings({ ...transaction, fee: null }, currency);
    return { postings: [...feeless.postings, spent(fee, transaction)], fees };
  }
  const postings: Posting[] = [];
  if (transaction.side === "buy") {
    const received = feeIn === "base" ? quantity.sub(feeAmount) : quantity;
    const cost = feeIn === "base" ? value : plus(value, feeValue);
    const paid = feeIn === "quote" ? notional.add(feeAmount) : notional;
    const paidValue = atPar ? paid : feeIn === "quote" ? plus(value, feeValue) : value;
    postings.push({
      ...base,
      kind: "add",
      asset: transaction.asset,
      quantity: received,
      cost,
      unitPrice: times(price, quoteValue),
      origin: "trade",
    });
    postings.push(
      paid.isNegative
        ? // A rebate of more than the price: the quote asset comes in.
          {
            ...base,
            kind: "add",
            asset: quote,
            quantity: paid.abs(),
            cost: paidValue?.abs() ?? null,
            unitPrice: quoteValue,
            origin: "trade",
          }
        : { ...base, kind: "take", asset: quote, quantity: paid, purpose: "sale", value: paidValue, fee: none },
    );
  } else {
    const received = feeIn === "quote" ? notional.sub(feeAmount) : notional;
    const receivedValue = atPar ? received : valueLess(value, feeIn === "quote" ? feeValue : null);
    const known = feeValue === null ? null : value;
    postings.push({
      ...base,
      kind: "take",
      asset: transaction.asset,
      quantity,
      purpose: "sale",
      value: known,
      fee: feeValue ?? none,
    });
    postings.push({
      ...base,
      kind: "add",
      asset: quote,
      quantity: received,
      cost: receivedValue,
      unitPrice: quoteValue,
      origin: "trade",
    });
  }
  const ownDisposal = fee !== null && (feeIn === "third" || (feeIn === "base" && transaction.side === "sell"));
  if (ownDisposal) {
    postings.push(fee.amount.isNegative ? rebate(fee, transaction, "trade") : feeDisposal(fee, transaction));
  }
  return { postings, fees };
}

/** What a transaction does to the pools of assets. The sides of a transfer move lots only where they are matched (`LotBooks`). */
export function computePostings(transaction: Transaction, currency: Asset): TransactionPostings {
  if (transaction.type === "trade") return tradePostings(transaction, currency);
  const base = { ...baseOf(transaction), asset: transaction.asset };
  const quantity = Decimal.parse(transaction.quantity);
  const price = transaction.price === null ? null : Decimal.parse(transaction.price);
  const unitPrice = transaction.asset === currency ? Decimal.ONE : times(price, quoteValueOf(transaction, currency));
  const value = transaction.asset === currency ? quantity : times(quantity, unitPrice);
  const fee = feeOf(transaction, currency);
  const feePosting: readonly Posting[] =
    fee === null ? [] : [fee.amount.isNegative ? rebate(fee, transaction, "income") : spent(fee, transaction)];
  const fees: readonly FeePaid[] = fee === null ? [] : [fee];
  const arrives = (origin: Addition["origin"]): Posting => ({
    ...base,
    kind: "add",
    quantity,
    cost: value,
    unitPrice,
    origin,
  });
  const leaves = (purpose: Taking["purpose"]): Posting => ({
    ...base,
    kind: "take",
    quantity,
    purpose,
    value: purpose === "spent" ? null : value,
    fee: Decimal.ZERO,
  });
  switch (transaction.type) {
    case "deposit":
      return { postings: [arrives("deposit"), ...feePosting], fees };
    case "reward":
      return { postings: [arrives("income"), ...feePosting], fees };
    case "withdrawal":
      return { postings: [leaves("withdrawal"), ...feePosting], fees };
    case "fee":
      return {
        postings: [leaves("spent"), ...feePosting],
        fees: [{ asset: transaction.asset, amount: quantity, value }, ...fees],
      };
    case "adjustment":
      return { postings: [transaction.side === "sell" ? leaves("spent") : arrives("income"), ...feePosting], fees };
    case "transfer": {
      if (transaction.side === null) return { postings: feePosting, fees };
      const side = transaction.side === "sell" ? leaves("transfer") : arrives("transfer");
      return { postings: [side, ...feePosting], fees };
    }
  }
}
