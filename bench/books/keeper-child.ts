// Child: how do the books of the program do, entries, lots and what accounts hold together? Argument: how many entries.
// The store answers at once: entries come from it in pieces, as they do from the disk, and it keeps none.
import { BookKeeper } from "#engine/portfolio/book-keeper.ts";
import { PORTFOLIO_POLICIES } from "#engine/portfolio/portfolio-policies.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { FakePrices, testProfile } from "#testing/portfolio-fakes.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { answer } from "../support/child.ts";
import { cpuMsSince } from "../support/measure-loop.ts";
import { quantile } from "../support/statistics.ts";
import { entriesOf } from "./entries.ts";
import { memoryNow } from "./memory.ts";

const ADDED = 5_000;
/** The entry that comes in late lies before most others. */
const LATE = 100;
const PIECE = 2_000;

const count = Number.parseInt(process.argv[2] ?? "1000", 10);
const entries = entriesOf(count + ADDED);
let late: Transaction | null = null;
let read = 0;
/** Processor time of making the entries, which is none of the books'. */
let makingMs = 0;

function nextPiece(): readonly Transaction[] {
  const before = process.cpuUsage();
  const piece: Transaction[] = [];
  for (let left = Math.min(PIECE, count - read); left > 0; left -= 1) {
    const { value: entry } = entries.next();
    if (entry === undefined) break;
    if (read === LATE) late = entry;
    else piece.push(entry);
    read += 1;
  }
  makingMs += cpuMsSince(before);
  return piece;
}
const profile = testProfile({ costBasis: { method: "fifo", pooling: "profile" } });
const books = new BookKeeper({
  profile: () => profile,
  repository: {
    add: async (_profileId, rows) => rows.length,
    list: async () => [],
    async *read() {
      while (read < count) yield nextPiece();
    },
    page: async () => ({ items: [], next: null, total: 0 }),
  },
  changes: { add: async () => undefined, list: async () => [] },
  prices: new FakePrices(),
  history: null,
  planOf: () => null,
  clock: new ManualClock(),
  logger: silentLogger,
  policies: PORTFOLIO_POLICIES,
});

const cpu = process.cpuUsage();
await books.load();
const realized = books.ledger.realized.toString();
const loadedMs = cpuMsSince(cpu) - makingMs;
const memory = memoryNow();

const times: number[] = [];
for (const entry of entries) {
  const before = performance.now();
  await books.add([entry]);
  times.push((performance.now() - before) * 1000);
}
const beforeShown = performance.now();
void books.ledger;
const shownUs = (performance.now() - beforeShown) * 1000;
const beforeLate = process.cpuUsage();
await books.add(late === null ? [] : [late]);
const lateAddedMs = cpuMsSince(beforeLate);
void books.ledger;
const lateShownMs = cpuMsSince(beforeLate);
answer({
  loadedMs,
  realized,
  ...memory,
  addP50Us: quantile(times, 0.5),
  addP99Us: quantile(times, 0.99),
  addMaxUs: Math.max(...times),
  shownUs,
  lateAddedMs,
  lateShownMs,
  entries: books.entries.length,
});
