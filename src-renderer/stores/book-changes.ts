// Did this window change the books? Whatever is read from them is then read again at once.
import { createStore } from "zustand/vanilla";

/** Counts up with each change. */
export const bookChangesStore = createStore<{ readonly count: number }>(() => ({ count: 0 }));

export function noteBookChange(): void {
  bookChangesStore.setState(({ count }) => ({ count: count + 1 }));
}
