// What do the books of the profile on screen come to?
import { useActiveProfile } from "#renderer/hooks/use-active-profile.ts";
import { useBookQuery } from "#renderer/hooks/use-book-query.ts";
import { useBooks } from "#renderer/hooks/use-books.ts";
import type { RemoteState } from "#renderer/stores/remote-store.ts";
import type { BookSummary } from "#shared/contract/views.ts";

export function useBookSummary(): RemoteState<BookSummary> {
  const books = useBooks();
  const { profile } = useActiveProfile();
  return useBookQuery({
    key: profile.id,
    ask: (signal) => books.summary({ profileId: profile.id }, { signal }),
  });
}
