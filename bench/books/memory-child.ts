// Child: how much memory do the books need at most, and how much stays? Arguments: how many entries, method. They come one at a time,
// as from the store.
import { LotBooks } from "#engine/books/compute-lot-books.ts";
import { costBasisSchema } from "#shared/domain/books.ts";
import { answer } from "../support/child.ts";
import { entriesOf, USD } from "./entries.ts";
import { memoryNow } from "./memory.ts";

const [text = "1000", method] = process.argv.slice(2);
const basis = { ...costBasisSchema.parse({ method, pooling: "profile" }), currency: USD };
const books = LotBooks.of(entriesOf(Number.parseInt(text, 10)), basis);
const { length: lots } = books.lots();
answer({ ...memoryNow(), lots });
