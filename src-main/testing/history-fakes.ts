// What does a venue tell of an account's past, page by page, in a test?
import { EngineError } from "#engine/core/engine-error.ts";
import type {
  ClientDiagnostics,
  HistoryKind,
  HistoryPage,
  HistoryRequest,
  LedgerEntry,
  ValidationOutcome,
  VenueClient,
} from "#engine/ports/exchange-client.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import type { KeyPermissions } from "#shared/domain/key-permissions.ts";
import type { Fill } from "#shared/domain/order.ts";
import { unixMs } from "#shared/domain/time.ts";
import { asset, FakeAccount } from "./portfolio-fakes.ts";

/** An account whose lists a test sets. A list in `unsupported` is refused; `failing` is what every page rejects with. */
export class FakeHistoryAccount extends FakeAccount implements VenueClient {
  readonly lists: Record<HistoryKind, LedgerEntry[]> = { deposits: [], withdrawals: [], ledger: [] };
  readonly unsupported = new Set<HistoryKind>();
  failing: Error | null = null;
  pageSize = 2;
  /** Venues tell newest first or oldest first; within a page it is always oldest first. */
  newestFirst = false;
  /** Pages given so far, by list. */
  readonly pagesRead: string[] = [];
  /** Asked at each page; throws where the test wants the program to die. */
  onPage: () => void = () => undefined;

  history(kind: HistoryKind, request: HistoryRequest): AsyncIterable<HistoryPage<LedgerEntry>> {
    return this.#pages(kind, this.lists[kind], request, this.unsupported.has(kind));
  }

  fillPages(request: HistoryRequest): AsyncIterable<HistoryPage<Fill>> {
    return this.#pages("fills", this.fills, request, false);
  }

  async fetchPermissions(): Promise<KeyPermissions> {
    throw new EngineError("VENUE_NOT_SUPPORTED", "This account does not say what its key may do.");
  }
  async validateOrder(): Promise<ValidationOutcome> {
    return { kind: "notSupported", reason: "This account takes no orders" };
  }
  diagnostics(): ClientDiagnostics {
    return { latencyMs: null, lastAnswerAt: null, clockErrorMs: null, failing: null, pausedUntil: null, budgets: [] };
  }

  async *#pages<Item extends { readonly tsEvent: number }>(
    list: string,
    all: readonly Item[],
    { since, resume }: HistoryRequest,
    unsupported: boolean,
  ): AsyncGenerator<HistoryPage<Item>, void, void> {
    if (unsupported) throw new EngineError("VENUE_NOT_SUPPORTED", `This venue has no list of ${list}.`);
    const sorted = all.filter((item) => item.tsEvent >= since).sort((first, second) => first.tsEvent - second.tsEvent);
    const ordered = this.newestFirst ? sorted.reverse() : sorted;
    for (let at = resume === null ? 0 : Number.parseInt(resume, 10); ; at += this.pageSize) {
      this.onPage();
      if (this.failing !== null) throw this.failing;
      this.pagesRead.push(list);
      const items = ordered.slice(at, at + this.pageSize).sort((first, second) => first.tsEvent - second.tsEvent);
      const next = at + this.pageSize;
      yield { items, resume: next >= ordered.length ? null : String(next) };
      if (next >= ordered.length) return;
    }
  }
}

/** A row of a list; done, without a fee and without a reference unless told otherwise. */
export function testRow(
  row: Pick<LedgerEntry, "venueId" | "kind"> & {
    readonly asset: string;
    readonly amount: string;
    readonly ts: number;
    readonly fee?: string;
    readonly reference?: string;
    readonly status?: LedgerEntry["status"];
  },
): LedgerEntry {
  return {
    venueId: row.venueId,
    kind: row.kind,
    asset: asset(row.asset),
    amount: decimalString(row.amount),
    fee: row.fee === undefined ? null : decimalString(row.fee),
    status: row.status ?? "done",
    tsEvent: unixMs(row.ts),
    reference: row.reference ?? null,
  };
}
