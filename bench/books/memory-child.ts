// Child: how much memory do the books need at most, their entries included? Arguments: how many, method, and streamed | held:
// whether the entries come one at a time, as from the store, or lie in a list beside the books.
import { LotBooks } from "#engine/books/compute-lot-books.ts";
import { costBasisSchema } from "#shared/domain/books.ts";
import { answer } from "../support/child.ts";
import { entriesOf, USD } from "./entries.ts";

const [text = "1000", method, held] = process.argv.slice(2);
const count = Number.parseInt(text, 10);
const basis = { ...costBasisSchema.parse({ method, pooling: "profile" }), currency: USD };
const entries = held === "held" ? [...entriesOf(count)] : entriesOf(count);
const books = LotBooks.of(entries, basis);
const kept = Array.isArray(entries) ? entries.length : 0;
// maxRSS is in KiB on every system that Node runs on.
answer({ peakMiB: process.resourceUsage().maxRSS / 1024, lots: books.lots().length, kept });
