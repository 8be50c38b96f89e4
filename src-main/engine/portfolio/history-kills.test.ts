// Is a history that was read with stops at any point the same as one that was read in one go?
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LedgerEntry } from "#engine/ports/exchange-client.ts";
import type { Repositories } from "#engine/ports/repositories.ts";
import { ensure } from "#shared/domain/assert.ts";
import { Decimal, decimalString } from "#shared/domain/decimal.ts";
import type { Fill } from "#shared/domain/order.ts";
import { type DurationMs, HOUR_MS, unixMs } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { bookFixture } from "#testing/book-fixture.ts";
import { BOOK_LIMIT_MS, BOOK_RUNS } from "#testing/book-histories.ts";
import { FakeHistoryAccount, testRow } from "#testing/history-fakes.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { testBalance, testFill } from "#testing/portfolio-fakes.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { HistoryImporter } from "./history-importer.ts";
import { PORTFOLIO_POLICIES } from "./portfolio-policies.ts";

const START = 1_767_571_200_000;

/** Waits for nothing: what is tested here is the order of things, not their time. */
class InstantClock extends ManualClock {
  override async sleep(_delayMs: DurationMs, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
  }
}

interface World {
  readonly fills: Fill[];
  readonly lists: Record<"deposits" | "withdrawals" | "ledger", LedgerEntry[]>;
  readonly pageSize: number;
  readonly newestFirst: boolean;
}

interface Happening {
  readonly kind: "trade" | "deposit" | "withdrawal" | "reward" | "conversion";
  readonly hours: number;
  readonly units: number;
}

/** What happened at an account, as its venue's lists tell it; `own`: its ledger has ids of its own and names those of the other lists. */
function worldOf(
  happenings: readonly Happening[],
  options: { readonly own: boolean; readonly pageSize: number; readonly newestFirst: boolean },
): World {
  const { own, pageSize, newestFirst } = options;
  const world: World = { fills: [], lists: { deposits: [], withdrawals: [], ledger: [] }, pageSize, newestFirst };
  happenings.forEach(({ kind, hours, units }, index) => {
    // No two at one time: a list is in order of time, and a conversion's rows stand together.
    const ts = START - hours * HOUR_MS + index * 1_000;
    const id = `H${index}`;
    const amount = String(units);
    const ledger = (venueId: string, row: Omit<Parameters<typeof testRow>[0], "venueId" | "ts">) =>
      world.lists.ledger.push(testRow({ ...row, venueId, ts }));
    if (kind === "trade") {
      const fill = {
        id,
        symbol: "BTC/USD",
        side: "buy",
        quantity: amount,
        price: "40",
        fee: ["USD", "1"],
        ts,
      } as const;
      world.fills.push(testFill(fill));
      const reference = own ? `order-${id}` : id;
      ledger(`${id}-base`, { kind: "trade", asset: "BTC", amount, reference });
      ledger(`${id}-quote`, { kind: "trade", asset: "USD", amount: String(-40 * units), fee: "1", reference });
    } else if (kind === "conversion") {
      ledger(`${id}-out`, { kind: "trade", asset: "ETH", amount: `-${amount}`, reference: id });
      ledger(`${id}-in`, { kind: "trade", asset: "SOL", amount: String(units * 3), reference: id });
    } else if (kind === "reward") {
      ledger(id, { kind, asset: "ETH", amount });
    } else {
      const signed = kind === "deposit" ? amount : `-${amount}`;
      const row = testRow({ venueId: id, kind, asset: "ETH", amount: signed, fee: "0.1", ts });
      world.lists[`${kind}s`].push(row);
      world.lists.ledger.push(own ? { ...row, venueId: `${id}-own`, reference: id } : row);
    }
  });
  return world;
}

/** A program over a store. `fuse` is asked before and after each page and write; it throws where the program is to die. */
async function run(world: World, store: MemoryStore, fuse: () => void): Promise<readonly Transaction[]> {
  const fused =
    <Args extends readonly unknown[], Result>(write: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      fuse();
      const result = await write(...args);
      fuse();
      return result;
    };
  const { transactions, coverage } = store.repositories;
  const repositories: Repositories = {
    ...store.repositories,
    transactions: { ...transactions, add: fused(transactions.add) },
    coverage: { ...coverage, save: fused(coverage.save) },
  };
  const clock = new InstantClock();
  const { books, profile } = bookFixture({
    ...{ store, repositories, clock },
    history: { priceAt: async () => decimalString("50") },
  });
  const account = new FakeHistoryAccount(ensure(profile.accounts[0], "an account"));
  Object.assign(account, { pageSize: world.pageSize, newestFirst: world.newestFirst, onPage: fuse });
  account.fills = world.fills;
  Object.assign(account.lists, world.lists);
  await books.load();
  if (!books.hasAccount(account.account.id)) {
    await books.open(account.account.id, [testBalance("BTC", "5"), testBalance("ETH", "1.5")], unixMs(START));
  }
  const importer = new HistoryImporter({
    profile: () => profile,
    clients: [account],
    books,
    repository: repositories.coverage,
    isOpened: () => true,
    isBusy: () => false,
    clock,
    logger: silentLogger,
    policies: { ...PORTFOLIO_POLICIES, historyBatch: 1 },
  });
  const over = new Promise<void>((resolve) => {
    importer.changes.subscribe(({ reading }) => {
      if (reading === null) resolve();
    });
  });
  await importer.start();
  await over;
  await importer.dispose();
  return [...books.transactions];
}

/** Entries without what depends on how often the books were restated: ids of what is not explained, and zero rests. */
const plain = (transactions: readonly Transaction[]): readonly string[] =>
  transactions
    .filter(({ source, quantity }) => source !== "opening" || !Decimal.parse(quantity).isZero)
    .map((entry) => {
      const id = entry.source === "opening" ? "rest" : entry.id;
      return [id, entry.ts, entry.type, entry.side, entry.asset, entry.quantity, entry.price, entry.venueRef].join(" ");
    })
    .sort();

const happening = fc.record<Happening>({
  kind: fc.constantFrom("trade", "deposit", "withdrawal", "reward", "conversion"),
  hours: fc.integer({ min: 1, max: 60 }),
  units: fc.integer({ min: 1, max: 9 }),
});

describe("history that was stopped and read on", () => {
  it("is each happening once, wherever the program died, and however often it is read again", {
    timeout: BOOK_LIMIT_MS,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(happening, { maxLength: 7 }),
        fc.record({ own: fc.boolean(), pageSize: fc.integer({ min: 1, max: 3 }), newestFirst: fc.boolean() }),
        fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 3 }),
        async (happenings, options, kills) => {
          const world = worldOf(happenings, options);
          const whole = await run(world, new MemoryStore(), () => undefined);
          const known = whole.filter(({ source }) => source !== "opening");
          expect(known.map(({ venueRef }) => venueRef).sort()).toEqual(
            happenings.map((_, index) => `H${index}`).sort(),
          );
          const store = new MemoryStore();
          for (const kill of kills) {
            let left = kill;
            const died = run(world, store, () => {
              left -= 1;
              if (left < 0) throw new Error("The program was killed");
            });
            // Where it dies before the books are open there is nothing to wait for.
            await died.catch(() => undefined);
          }
          expect(plain(await run(world, store, () => undefined))).toEqual(plain(whole));
          expect(plain(await run(world, store, () => undefined))).toEqual(plain(whole));
          const coverage = await store.repositories.coverage.list(whole[0]?.profileId ?? ("demo-a" as never));
          expect(coverage.map(({ complete, problem }) => ({ complete, problem }))).toEqual(
            Array.from({ length: 4 }, () => ({ complete: true, problem: null })),
          );
        },
      ),
      { numRuns: BOOK_RUNS },
    );
  });
});
