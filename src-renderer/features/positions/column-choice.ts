// Which columns of Positions are on screen? What the person chose is remembered in this window's storage.

export const COLUMN_LABELS = {
  quantity: "Quantity",
  venues: "Venues",
  price: "Price and its age",
  value: "Value",
  weight: "Weight",
  target: "Target",
  drift: "Drift",
  averageCost: "Average cost",
  cost: "Cost basis",
  unrealized: "Unrealized",
  realized: "Realized",
  change24h: "24 h",
  sparkline: "7 days",
} as const;

export type ColumnName = keyof typeof COLUMN_LABELS;

// Object.keys forgets the keys; they are exactly the table's.
export const COLUMN_NAMES = Object.keys(COLUMN_LABELS) as readonly ColumnName[];

const ONLY_WHEN_WIDE: ReadonlySet<ColumnName> = new Set(["averageCost", "cost", "realized"]);
/** Columns that speak of the whole asset, wherever it lies: with one venue chosen they would mislead. */
const OF_WHOLE_ASSET: ReadonlySet<ColumnName> = new Set([
  "target",
  "drift",
  "averageCost",
  "cost",
  "unrealized",
  "realized",
]);
const KEY = "schwabot.positions.columns";

export function defaultColumns(wide: boolean): readonly ColumnName[] {
  return COLUMN_NAMES.filter((name) => wide || !ONLY_WHEN_WIDE.has(name));
}

/** In the table's order, whatever order they were ticked in. */
export function toggleColumn(chosen: readonly ColumnName[], name: ColumnName): readonly ColumnName[] {
  return COLUMN_NAMES.filter((other) => (other === name ? !chosen.includes(name) : chosen.includes(other)));
}

export function shownColumns(chosen: readonly ColumnName[], oneVenue: boolean): readonly ColumnName[] {
  return oneVenue ? chosen.filter((name) => !OF_WHOLE_ASSET.has(name)) : chosen;
}

/** Null where nothing was chosen yet. Names this version does not know are left out. */
export function readColumns(storage: Pick<Storage, "getItem">): readonly ColumnName[] | null {
  const stored = storage.getItem(KEY);
  if (stored === null) return null;
  const names = new Set(stored.split(" "));
  return COLUMN_NAMES.filter((name) => names.has(name));
}

export function writeColumns(storage: Pick<Storage, "setItem">, chosen: readonly ColumnName[]): void {
  storage.setItem(KEY, chosen.join(" "));
}

export function forgetColumns(storage: Pick<Storage, "removeItem">): void {
  storage.removeItem(KEY);
}
