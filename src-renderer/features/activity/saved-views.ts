// Which filters did the person give a name? Remembered in this window's storage, for each profile.
import type { ProfileId } from "#shared/domain/ids.ts";
import { type TransactionFilter, transactionFilterSchema } from "#shared/domain/transaction-filter.ts";

export interface SavedView {
  readonly name: string;
  readonly filter: TransactionFilter;
}

const keyOf = (profileId: ProfileId) => `schwabot.activity.views.${profileId}`;

/** What another version wrote and this one cannot read is left out: the filter can be set again. */
export function readViews(storage: Pick<Storage, "getItem">, profileId: ProfileId): readonly SavedView[] {
  const stored = parseJson(storage.getItem(keyOf(profileId)) ?? "[]");
  if (!Array.isArray(stored)) return [];
  return stored.flatMap((one: unknown) => {
    if (typeof one !== "object" || one === null || !("name" in one) || !("filter" in one)) return [];
    const filter = transactionFilterSchema.safeParse(one.filter);
    return typeof one.name === "string" && filter.success ? [{ name: one.name, filter: filter.data }] : [];
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export function writeViews(storage: Pick<Storage, "setItem">, profileId: ProfileId, views: readonly SavedView[]): void {
  storage.setItem(keyOf(profileId), JSON.stringify(views));
}

/** In the order of their names; one of the same name is replaced. */
export function withView(views: readonly SavedView[], view: SavedView): readonly SavedView[] {
  return [...withoutView(views, view.name), view].sort((a, b) => a.name.localeCompare(b.name, "en"));
}

export function withoutView(views: readonly SavedView[], name: string): readonly SavedView[] {
  return views.filter((view) => view.name !== name);
}

export function isSameFilter(a: TransactionFilter, b: TransactionFilter): boolean {
  return a.accountId === b.accountId && a.asset === b.asset && a.type === b.type && a.text === b.text;
}
