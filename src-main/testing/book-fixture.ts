// Which books does a test of the book keeper and of what changes them stand on?
import { BookEditor } from "#engine/portfolio/book-editor.ts";
import { BookKeeper } from "#engine/portfolio/book-keeper.ts";
import { PORTFOLIO_POLICIES } from "#engine/portfolio/portfolio-policies.ts";
import type { PriceHistory } from "#engine/portfolio/price-source.ts";
import type { Repositories } from "#engine/ports/repositories.ts";
import type { ManualEntry } from "#shared/domain/manual-entry.ts";
import { manualEntrySchema } from "#shared/domain/manual-entry.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { ManualClock } from "./manual-clock.ts";
import { MemoryStore } from "./memory-repositories.ts";
import { FakePrices, testProfile } from "./portfolio-fakes.ts";
import { SeededIds } from "./seeded-ids.ts";
import { silentLogger } from "./silent-logger.ts";

export interface BookFixtureOptions {
  /** Given again, the books are those of a program that was started again. */
  readonly store?: MemoryStore;
  /** What stands before the store, so that a test can kill between two writes. */
  readonly repositories?: Repositories;
  readonly history?: PriceHistory;
  readonly profile?: Profile;
  readonly clock?: ManualClock;
  readonly ids?: SeededIds;
}

/** Books of `demo-a` in USD with BTC at 100, ETH at 10 and USDC at 1; not loaded yet. */
export function bookFixture(options: BookFixtureOptions = {}) {
  const {
    store = new MemoryStore(),
    clock = new ManualClock(),
    profile = testProfile(),
    ids = new SeededIds(),
  } = options;
  const repositories = options.repositories ?? store.repositories;
  const prices = new FakePrices();
  prices.set({ BTC: "100", ETH: "10", USDC: "1" });
  const books = new BookKeeper({
    profile: () => profile,
    repository: repositories.transactions,
    changes: repositories.bookChanges,
    prices,
    history: options.history ?? null,
    planOf: () => null,
    clock,
    logger: silentLogger,
    policies: PORTFOLIO_POLICIES,
  });
  const accounts = () => profile.accounts.map(({ id }) => id);
  const editor = new BookEditor({ books, profileId: profile.id, accounts, clock, ids });
  return { store, repositories, clock, profile, prices, books, editor, ids };
}

/** A deposit of 1 BTC at the clock's start by hand; anything may be replaced. */
export function manualEntry(changes: Partial<Record<keyof ManualEntry, unknown>> = {}): ManualEntry {
  return manualEntrySchema.parse({
    accountId: "demo-a-alpha",
    ts: 1_767_571_200_000,
    type: "deposit",
    side: null,
    asset: "BTC",
    quantity: "1",
    quote: null,
    price: null,
    fee: null,
    label: null,
    note: null,
    ...changes,
  });
}
