// How do columns of a million numbers grow without being copied, and stay small for short books, of which there may be many?

/** Columns grow by pages of so many numbers. The first begins small and is made longer, the others are whole from the beginning. */
export const PAGE_BITS = 12;
const PAGE_SIZE = 1 << PAGE_BITS;
export const PAGE_MASK = PAGE_SIZE - 1;
const FIRST_SIZE = 1 << 6;

/** Arrays of `size` numbers each. */
interface SizedPage {
  readonly size: number;
}

/**
 * The page of an index, with room for it; made where it is the next one. `create` makes an empty page, `copy` gives a longer one
 * what the one before holds.
 */
export function pageFor<Page extends SizedPage>(
  pages: Page[],
  index: number,
  create: (size: number) => Page,
  copy: (from: Page, to: Page) => void,
): Page {
  const at = index >> PAGE_BITS;
  const page = pages[at];
  if (page !== undefined && (index & PAGE_MASK) < page.size) return page;
  const made = create(page === undefined ? (at === 0 ? FIRST_SIZE : PAGE_SIZE) : 2 * page.size);
  if (page !== undefined) copy(page, made);
  pages[at] = made;
  return made;
}
