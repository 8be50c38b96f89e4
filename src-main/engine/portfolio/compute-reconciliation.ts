// Where do the venues and the books disagree, by how much, what is the likely cause, and what can be done?
import type { BookGap, Coverage } from "#shared/domain/books.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { AccountId, Asset } from "#shared/domain/ids.ts";
import type { ReconciliationCause, ReconciliationFix, ReconciliationLine } from "#shared/domain/reconciliation.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { isOut, type TransferProposal } from "./compute-transfer-proposals.ts";

/** What the venues' last digit hides: they tell 8 to 10 places of a coin. */
const ROUNDING = Decimal.parse("0.00000001");
/** What one trade may be off by in the cash it is paid in: Kraken books four places of it, and its fills tell price and quantity. */
const CASH_ROUNDING = Decimal.parse("0.0001");
/** A difference of less than this share of what is held is rather a reward or a fee than a deposit or a withdrawal. */
const SMALL_SHARE = Decimal.parse("0.005");
/** What may have been taken from a transfer on its way, where no fee was told. */
const LOST_ON_THE_WAY = Decimal.parse("0.05");

export interface ReconciliationInput {
  readonly accountId: AccountId;
  readonly readAt: UnixMs;
  readonly venue: ReadonlyMap<Asset, Decimal>;
  readonly books: ReadonlyMap<Asset, Decimal>;
  /** Whether an order of the account is under way: its fills may lie between two readings. */
  readonly orderInFlight: boolean;
  /** Whether the venue has lists of the account's past that can be read. */
  readonly canImport: boolean;
  /** How many trades of the account were paid in a cash asset; 0 for any other. */
  readonly cashTrades: (asset: Asset) => number;
  /** Of the whole profile. */
  readonly gaps: readonly BookGap[];
  readonly coverage: readonly Coverage[];
  /** Withdrawals, deposits and transfers of all accounts that are a part of no transfer. */
  readonly unpaired: readonly Transaction[];
  readonly proposals: readonly TransferProposal[];
}

/** One line per asset of an account that either side knows, by name. */
export function computeReconciliation(input: ReconciliationInput): readonly ReconciliationLine[] {
  const assets = [...new Set<Asset>([...input.venue.keys(), ...input.books.keys()])].sort();
  return assets.map((asset) => {
    const venueQuantity = input.venue.get(asset) ?? Decimal.ZERO;
    const booksQuantity = input.books.get(asset) ?? Decimal.ZERO;
    const difference = venueQuantity.sub(booksQuantity);
    const found = difference.isZero ? null : explain(input, asset, difference, booksQuantity);
    return {
      accountId: input.accountId,
      asset,
      venueQuantity: venueQuantity.toString(),
      booksQuantity: booksQuantity.toString(),
      difference: difference.toString(),
      readAt: input.readAt,
      cause: found === null ? null : { kind: found.kind, message: found.message },
      fixes: found === null ? [] : found.fixes.filter(({ kind }) => kind !== "importHistory" || input.canImport),
    };
  });
}

interface Explanation {
  readonly kind: ReconciliationCause;
  readonly message: string;
  readonly fixes: readonly ReconciliationFix[];
}

const ADJUST: ReconciliationFix = { kind: "adjust" };
const IMPORT: ReconciliationFix = { kind: "importHistory" };
const enter = (type: "deposit" | "withdrawal" | "reward" | "fee"): ReconciliationFix => ({ kind: "enter", type });

function explain(input: ReconciliationInput, asset: Asset, difference: Decimal, booked: Decimal): Explanation {
  if (input.orderInFlight) {
    const message = "An order of this account is under way: what it filled may lie between two readings.";
    return { kind: "orderInFlight", message, fixes: [] };
  }
  const byHand = difference.isPositive ? [enter("deposit"), enter("reward")] : [enter("withdrawal"), enter("fee")];
  const cashRounding = CASH_ROUNDING.mul(Decimal.fromInteger(input.cashTrades(asset)));
  if (difference.abs().lte(Decimal.max(ROUNDING, cashRounding))) {
    const message = "The venue books fewer digits than its trades come to.";
    return { kind: "rounding", message, fixes: [ADJUST] };
  }
  return (
    unmatchedTransfer(input, asset, difference, byHand) ??
    missingHistory(input, asset, byHand) ??
    unknown(difference, booked, byHand)
  );
}

function missingHistory(
  { accountId, gaps, coverage }: ReconciliationInput,
  asset: Asset,
  byHand: readonly ReconciliationFix[],
): Explanation | null {
  const gap = gaps.find((other) => other.asset === asset && other.accountId === accountId);
  const incomplete = coverage.find((other) => other.accountId === accountId && !other.complete);
  if (gap === undefined && incomplete === undefined) return null;
  const why =
    incomplete === undefined
      ? "more went out than the books know to have come in"
      : (incomplete.problem ?? `its ${incomplete.source} are not read to the end yet`);
  const message = `The history of this account is incomplete: ${why.replace(/\.$/, "")}.`;
  return { kind: "missingHistory", message, fixes: [IMPORT, ...byHand, ADJUST] };
}

/** The other side of a move between own accounts is in the books, this one is not; or both are, and were not taken for one. */
function unmatchedTransfer(
  { accountId, unpaired, proposals }: ReconciliationInput,
  asset: Asset,
  difference: Decimal,
  byHand: readonly ReconciliationFix[],
): Explanation | null {
  const waits = proposals.find(({ withdrawal, deposit }) =>
    // An entry of type transfer moves nothing until its other side is known.
    [withdrawal, deposit].some(
      (side) => side.type === "transfer" && side.accountId === accountId && side.asset === asset,
    ),
  );
  if (waits !== undefined) {
    const { withdrawal, deposit } = waits;
    const message = `A transfer between ${withdrawal.accountId} and ${deposit.accountId} has two sides that do not fit by themselves.`;
    const pair: ReconciliationFix = { kind: "pairTransfer", withdrawalId: withdrawal.id, depositId: deposit.id };
    return { kind: "unmatchedTransfer", message, fixes: [pair, ...byHand, ADJUST] };
  }
  const here = difference.isPositive;
  const amount = difference.abs();
  const other = unpaired.find((entry) => {
    if (entry.accountId === accountId || entry.asset !== asset || isOut(entry) !== here) return false;
    const [sent, arrived] = here ? [Decimal.parse(entry.quantity), amount] : [amount, Decimal.parse(entry.quantity)];
    return arrived.lte(sent) && sent.sub(arrived).lte(sent.mul(LOST_ON_THE_WAY));
  });
  if (other === undefined) return null;
  const message = here
    ? `A withdrawal from ${other.accountId} may have arrived here; the deposit is not in the books.`
    : `A deposit at ${other.accountId} may have come from here; the withdrawal is not in the books.`;
  return { kind: "unmatchedTransfer", message, fixes: [IMPORT, ...byHand, ADJUST] };
}

function unknown(difference: Decimal, booked: Decimal, byHand: readonly ReconciliationFix[]): Explanation {
  const small = booked.isPositive && difference.abs().lte(booked.mul(SMALL_SHARE));
  const [first, second] = byHand;
  const fixes = small && first !== undefined && second !== undefined ? [second, first] : byHand;
  const all = [...fixes, IMPORT, ADJUST];
  if (difference.isPositive) {
    return small
      ? { kind: "unknownReward", message: "A reward or interest is not in the books yet.", fixes: all }
      : {
          kind: "unknownDeposit",
          message: "A deposit, a reward or a purchase outside of this program is not in the books yet.",
          fixes: all,
        };
  }
  return small
    ? { kind: "unknownFee", message: "A fee is not in the books yet.", fixes: all }
    : {
        kind: "unknownWithdrawal",
        message: "A withdrawal, a fee or a sale outside of this program is not in the books yet.",
        fixes: all,
      };
}
