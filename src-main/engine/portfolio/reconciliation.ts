// Do the venues and the books agree, account by account, and how is a difference ended?
import { EngineError } from "#engine/core/engine-error.ts";
import type { Coverage } from "#shared/domain/books.ts";
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { AccountId, Asset, BatchId } from "#shared/domain/ids.ts";
import type { ManualEntry } from "#shared/domain/manual-entry.ts";
import type { ReconciliationFix, ReconciliationLine } from "#shared/domain/reconciliation.ts";
import type { AccountState } from "./account-reader.ts";
import type { BookEditor } from "./book-editor.ts";
import { type BookKeeper, sumQuantities } from "./book-keeper.ts";
import { computeReconciliation } from "./compute-reconciliation.ts";
import { computeTransferProposals, computeUnpaired, type TransferProposal } from "./compute-transfer-proposals.ts";

export interface ReconciliationOptions {
  readonly books: BookKeeper;
  readonly editor: BookEditor;
  /** Accounts whose opening is in the books. */
  readonly accounts: () => readonly AccountState[];
  readonly coverage: () => readonly Coverage[];
  readonly cashAssets: () => readonly Asset[];
  /** Whether an order of the account is not over. */
  readonly orderInFlight: (accountId: AccountId) => boolean;
  /** Reads the venue's lists of an account (again). */
  readonly history: { canRead(accountId: AccountId): boolean; readAccount(accountId: AccountId): void };
}

/** What someone saw and wants to end. */
export interface FixRequest {
  readonly accountId: AccountId;
  readonly asset: Asset;
  /** As it was shown: a fix of another difference is refused. */
  readonly difference: DecimalString;
  readonly fix: ReconciliationFix;
  readonly note: string | null;
}

export class Reconciliation {
  readonly #options: ReconciliationOptions;

  constructor(options: ReconciliationOptions) {
    this.#options = options;
  }

  /** One line per account and asset, by account, then asset. Accounts that were not read yet have none. */
  lines(): readonly ReconciliationLine[] {
    const { books, accounts, coverage, orderInFlight } = this.#options;
    const read = accounts().filter(({ readAt }) => readAt !== null);
    // Looked for only where something differs: it reads all that ever came in and went out.
    let flows: { unpaired: ReturnType<typeof computeUnpaired>; proposals: readonly TransferProposal[] } | null = null;
    return read.flatMap(({ accountId, balances, readAt }) => {
      if (readAt === null) return [];
      const venue = sumQuantities(balances);
      const booked = books.heldAt(accountId);
      if (!isSame(venue, booked)) flows ??= this.#flows();
      return computeReconciliation({
        accountId,
        readAt,
        venue,
        books: booked,
        orderInFlight: orderInFlight(accountId),
        gaps: books.ledger.gaps,
        coverage: coverage(),
        cashTrades: (asset) => this.#cashTrades(accountId, asset),
        canImport: this.#options.history.canRead(accountId),
        ...(flows ?? { unpaired: [], proposals: [] }),
      });
    });
  }

  /** Withdrawals and deposits that may be one transfer, for a person to say. */
  proposals(): readonly TransferProposal[] {
    return this.#flows().proposals;
  }

  /**
   * Ends a difference by an entry, a decision or a reading; each is recorded and can be undone. Rejects with INPUT_INVALID
   * where the difference is no longer the one that was shown or the fix does not end it, or with STORE_ codes.
   */
  async fix(
    request: FixRequest,
    signal: AbortSignal,
  ): Promise<{ readonly batchId: BatchId | null; readonly added: number }> {
    const { accountId, asset, fix } = request;
    const line = this.lines().find((other) => other.accountId === accountId && other.asset === asset);
    if (line === undefined) throw invalid("asset", `there is nothing of ${asset} at ${accountId}.`);
    if (!Decimal.parse(line.difference).eq(Decimal.parse(request.difference))) {
      throw invalid("difference", `it is ${line.difference} by now, not ${request.difference}: look again.`);
    }
    if (!line.fixes.some((offered) => isSameFix(offered, fix))) {
      throw invalid(
        "fix",
        line.cause === null ? "venue and books agree." : `${line.cause.message} This does not end it.`,
      );
    }
    switch (fix.kind) {
      case "importHistory":
        this.#options.history.readAccount(accountId);
        return { batchId: null, added: 0 };
      case "pairTransfer": {
        const reason = request.note ?? "One transfer between own accounts";
        await this.#options.editor.link("pair", fix.withdrawalId, fix.depositId, reason);
        return { batchId: null, added: 0 };
      }
      case "adjust":
      case "enter":
        return await this.#options.editor.addManual(entryOf(request, line, fix), signal);
    }
  }

  /** Asked only where something differs. */
  #cashTrades(accountId: AccountId, asset: Asset): number {
    if (!this.#options.cashAssets().includes(asset)) return 0;
    return this.#options.books.transactions.countShapes(
      (of) => of.type === "trade" && of.accountId === accountId && of.quote === asset,
    );
  }

  #flows() {
    const { books } = this.#options;
    const unpaired = computeUnpaired(books.transactions, books.transfers);
    return { unpaired, proposals: computeTransferProposals(unpaired) };
  }
}

function entryOf(
  request: FixRequest,
  line: ReconciliationLine,
  fix: Extract<ReconciliationFix, { kind: "adjust" | "enter" }>,
): ManualEntry {
  const difference = Decimal.parse(line.difference);
  return {
    accountId: request.accountId,
    ts: line.readAt,
    type: fix.kind === "adjust" ? "adjustment" : fix.type,
    side: fix.kind === "adjust" ? (difference.isPositive ? "buy" : "sell") : null,
    asset: request.asset,
    quantity: difference.abs().toString(),
    quote: null,
    price: null,
    fee: null,
    label: "reconciliation",
    note: request.note ?? line.cause?.message ?? null,
  };
}

function isSame(venue: ReadonlyMap<Asset, Decimal>, books: ReadonlyMap<Asset, Decimal>): boolean {
  const assets = new Set([...venue.keys(), ...books.keys()]);
  return [...assets].every((asset) => (venue.get(asset) ?? Decimal.ZERO).eq(books.get(asset) ?? Decimal.ZERO));
}

function isSameFix(offered: ReconciliationFix, wanted: ReconciliationFix): boolean {
  if (offered.kind === "enter") return wanted.kind === "enter" && wanted.type === offered.type;
  if (offered.kind === "pairTransfer") {
    const { withdrawalId, depositId } = offered;
    return wanted.kind === "pairTransfer" && wanted.withdrawalId === withdrawalId && wanted.depositId === depositId;
  }
  return offered.kind === wanted.kind;
}

function invalid(path: string, message: string): EngineError {
  return new EngineError("INPUT_INVALID", `${path}: ${message}`, { data: { path } });
}
