// What came into the books together? Read anew when the books have changed; very many entries in steps, so that nothing waits for them.
import type { Clock } from "#engine/ports/clock.ts";
import type { BookBatch } from "#shared/domain/books.ts";
import type { BookKeeper } from "./book-keeper.ts";
import { BatchTally } from "./compute-batches.ts";

/** More than a person looks through; what came in before is found among the entries. */
const MOST_SHOWN = 200;
/** Some hundredths of a second. */
const ENTRIES_AT_ONCE = 20_000;

type Books = Pick<BookKeeper, "entries" | "changes" | "entry">;

export class BookBatches {
  readonly #books: Books;
  readonly #clock: Pick<Clock, "sleep">;
  #known: (Pick<Books, "entries" | "changes"> & { readonly all: readonly BookBatch[] }) | null = null;

  constructor(books: Books, clock: Pick<Clock, "sleep">) {
    this.#books = books;
    this.#clock = clock;
  }

  /** The newest {@link MOST_SHOWN}, newest first, and how many there are. */
  async list(): Promise<{ readonly rows: BookBatch[]; readonly total: number }> {
    const { entries, changes } = this.#books;
    if (this.#known?.entries !== entries || this.#known.changes !== changes) {
      const tally = new BatchTally();
      let done = 0;
      for (const entry of entries) {
        tally.add(entry);
        done += 1;
        if (done % ENTRIES_AT_ONCE === 0) await this.#clock.sleep(0);
      }
      this.#known = { entries, changes, all: tally.batches(changes, (id) => this.#books.entry(id)) };
    }
    const { all } = this.#known;
    return { rows: all.slice(0, MOST_SHOWN), total: all.length };
  }
}
