// What may the window ask about the books, as a client sees it?
import type { ContractRouterClient } from "@orpc/contract";
import type { booksContract } from "#shared/contract/books.ts";

export type BooksClient = ContractRouterClient<typeof booksContract>;
