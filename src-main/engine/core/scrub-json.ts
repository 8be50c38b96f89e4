// How is a whole value kept free of known secrets before it leaves: a journal entry, an answer, an audit line?
import type { SecretGuard } from "#engine/ports/secret-store.ts";

type Scrubber = Pick<SecretGuard, "scrub">;

/** A copy of a JSON value with every text and every name scrubbed; the value itself where there is nothing to remove. */
export function scrubJson<T>(value: T, guard: Scrubber): T {
  // Scrubbing changes texts into texts and nothing else, so the shape stays T's.
  return scrub(value, guard, true) as T;
}

/**
 * Where words of venues and libraries stand. Everything else of a record is made by this program in a fixed form (ids, amounts,
 * states), which a passphrase that is an ordinary word or number must not be able to spoil.
 */
const FREE_TEXT: ReadonlySet<string> = new Set(["message", "detail", "evidence", "answer", "asked", "cause", "reason"]);

/** The same for records: only free text, at any depth below these names, is scrubbed. */
export function scrubFreeText<T>(value: T, guard: Scrubber): T {
  return scrub(value, guard, false) as T; // as above
}

function scrub(value: unknown, guard: Scrubber, all: boolean): unknown {
  if (typeof value === "string") return all ? guard.scrub(value) : value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => scrub(item, guard, all));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  const before = Object.entries(value);
  const after = before.map(([name, field]) => {
    const inside = all || FREE_TEXT.has(name);
    return [all ? guard.scrub(name) : name, scrub(field, guard, inside)] as const;
  });
  const changed = after.some(([name, field], index) => name !== before[index]?.[0] || field !== before[index]?.[1]);
  return changed ? Object.fromEntries(after) : value;
}
