// How does a screen reach the books?
import type { BooksClient } from "#renderer/client/books-client.ts";
import { useClient } from "./engine-client.tsx";

export function useBooks(): BooksClient {
  return (useClient() as ReturnType<typeof useClient> & { readonly books: BooksClient }).books;
}
