// Child: how long do the books take? Arguments: how many entries, method, pooling. Entries lie packed, as the program keeps them.
import { EntryColumns } from "#engine/books/compute-entry-columns.ts";
import { EntryList } from "#engine/books/compute-entry-list.ts";
import { LotBooks } from "#engine/books/compute-lot-books.ts";
import { costBasisSchema } from "#shared/domain/books.ts";
import { answer } from "../support/child.ts";
import { USD } from "./entries.ts";
import { timeReckoning } from "./timing.ts";

const [count = "1000", method, pooling] = process.argv.slice(2);
const basis = { ...costBasisSchema.parse({ method, pooling }), currency: USD };
const columns = new EntryColumns();
let books = LotBooks.of([], basis);
answer(
  timeReckoning(Number.parseInt(count, 10), {
    keep: (entry) => void columns.push(entry),
    make() {
      books = LotBooks.of(EntryList.all(columns), basis);
      return books.state;
    },
    restate(late) {
      books.add([late]);
      return books.state;
    },
    add(entry) {
      books.add([entry]);
      return books.state;
    },
    realized: () => books.totals.realized.toString(),
  }),
);
