// Child: how long do the books take? Arguments: how many entries, method, pooling.
import { LotBooks } from "#engine/books/compute-lot-books.ts";
import { costBasisSchema } from "#shared/domain/books.ts";
import { answer } from "../support/child.ts";
import { USD } from "./entries.ts";
import { timeReckoning } from "./timing.ts";

const [count = "1000", method, pooling] = process.argv.slice(2);
const books = LotBooks.of([], { ...costBasisSchema.parse({ method, pooling }), currency: USD });
answer(
  timeReckoning(Number.parseInt(count, 10), {
    make(entries) {
      books.add(entries);
      return books.state;
    },
    restate(late) {
      books.add([late]);
      return books.state;
    },
    add: (entry) => books.add([entry]),
    realized: () => books.totals.realized.toString(),
  }),
);
