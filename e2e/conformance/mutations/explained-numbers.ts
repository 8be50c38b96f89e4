// Is every number of a result one that the answers hold, or one that follows from them exactly? A number that nobody sent is the
// worst that a parser can do.
import { Decimal } from "#shared/domain/decimal.ts";
import { containersOf, type JsonNode, readTree } from "./json-tree.ts";

/** A number of a result with where it stands: which item, which field. */
export interface FoundNumber {
  readonly item: string;
  readonly field: string;
  readonly text: string;
}

/** What tells one item of a list from the others. */
const IDENTITIES = ["symbol", "asset", "tradeId", "venueOrderId", "venueId", "openTime", "id"] as const;
/** Times of ours, and ids that look like numbers. */
const NOT_TOLD: ReadonlySet<string> = new Set([
  "tsInit",
  "readAt",
  "tradeId",
  "venueOrderId",
  "clientOrderId",
  "venueId",
  "id",
  "reference",
  "keyName",
  "label",
  "code",
  "message",
  "cause",
  "accountId",
]);
const PLAIN = /^-?\d+(\.\d+)?$/;

export function numbersOf(value: unknown): readonly FoundNumber[] {
  const found: FoundNumber[] = [];
  walk(value, "", "", found);
  return found;
}

function walk(value: unknown, item: string, field: string, found: FoundNumber[]): void {
  if (Array.isArray(value)) {
    // A level of a book is told by its price.
    value.forEach((member, index) => {
      const isLevel = Array.isArray(member) && typeof member[0] === "string";
      walk(member, isLevel ? `${field} ${member[0]}` : item, isLevel ? `${field}[]` : `${field}[${index}]`, found);
    });
    return;
  }
  if (typeof value === "object" && value !== null) {
    const members = new Map(Object.entries(value));
    const identity = IDENTITIES.map((name) => members.get(name)).find((id) => id !== undefined && id !== null);
    const own =
      identity === undefined ? item : String(members.get("tradeId") ?? members.get("venueOrderId") ?? identity);
    for (const [name, member] of members) if (!NOT_TOLD.has(name)) walk(member, own, name, found);
    return;
  }
  if (typeof value === "number" || (typeof value === "string" && PLAIN.test(value)))
    found.push({ item, field, text: String(value) });
}

/** Longest that a parser may take. */
const LONGEST = 96;

function canonical(text: string): string | null {
  const value = Decimal.tryParse(text)?.toString();
  return value === undefined || value.length > LONGEST ? null : value;
}

/** Further fields of a row are not paired: whole lists would be rows of thousands. */
const MOST_FIELDS = 24;

/** An average is computed, and so is a quantity where the venue tells what was spent (Coinbase's `size_in_quote`). */
const QUOTIENTS: ReadonlySet<string> = new Set(["averagePrice", "quantity", "filledQuantity"]);

/** Quotients are cut at some place: closer than that they are the same. */
const CLOSE = Decimal.parse("0.0000000001");

export class Explanation {
  readonly #plain = new Set<string>();
  readonly #trees: readonly JsonNode[];
  #derived: Set<string> | null = null;

  constructor(texts: readonly string[]) {
    this.#trees = texts.map((text) => readTree(text.trim().replace(/^\ufeff/, ""))).filter((tree) => tree !== null);
    for (const text of this.#trees.flatMap(leavesOf)) this.#plain.add(text);
  }

  /** Whether this number stands in the answers or follows from numbers that stand side by side there. */
  has({ text, field }: FoundNumber): boolean {
    const value = canonical(text);
    if (value === null) return false;
    if (this.#plain.has(value) || value === "0") return true;
    this.#derived ??= this.#derive();
    return this.#derived.has(value) || (QUOTIENTS.has(field) && this.#isQuotient(Decimal.parse(value)));
  }

  #derive(): Set<string> {
    const derived = new Set<string>();
    for (const text of this.#plain) {
      const value = Decimal.parse(text);
      derived.add(value.neg().toString());
      derived.add(Decimal.of(value.coefficient, value.scale + 2).toString());
      // Times: seconds with a fraction, whole milliseconds, the middle of a whole second.
      const whole = value.mul(Decimal.parse("1000")).roundTo(0, "floor");
      for (const time of [whole, value.roundTo(0, "floor"), whole.add(Decimal.parse("500"))])
        derived.add(time.toString());
      if (value.scale === 0 && value.coefficient >= 0n && value.coefficient <= 30n)
        derived.add(Decimal.of(1n, Number(value.coefficient)).toString());
    }
    for (const [left, right] of this.#neighbours())
      for (const sum of [left.sub(right), right.sub(left), left.add(right), left.mul(right)]) {
        derived.add(sum.toString());
        derived.add(sum.neg().toString());
      }
    for (const text of this.#sums()) derived.add(text);
    return derived;
  }

  /** Numbers of one row, two by two. */
  *#neighbours(): Generator<readonly [Decimal, Decimal]> {
    for (const container of this.#trees.flatMap(containersOf)) {
      const texts =
        container.kind === "list" ? container.items.flatMap(leafOf) : fieldsOf(container).map(([, text]) => text);
      const own = texts.slice(0, MOST_FIELDS).map((text) => Decimal.parse(text));
      for (const [index, left] of own.entries()) for (const right of own.slice(index)) yield [left, right];
    }
  }

  /** Totals of a field over the rows of a list, as fills are summed. */
  *#sums(): Generator<string> {
    for (const container of this.#trees.flatMap(containersOf)) {
      const rows = container.kind === "list" ? container.items : container.entries.map(([, value]) => value);
      const totals = new Map<string, Decimal>();
      for (const row of rows) {
        if (row.kind !== "object") continue;
        for (const [key, text] of fieldsOf(row)) {
          const total = (totals.get(key) ?? Decimal.ZERO).add(Decimal.parse(text));
          totals.set(key, total);
          yield total.toString();
        }
      }
    }
  }

  #isQuotient(value: Decimal): boolean {
    for (const [left, right] of this.#neighbours())
      for (const [above, below] of [
        [left, right],
        [right, left],
      ] as const) {
        if (!below.isPositive) continue;
        const off = value.mul(below).sub(above).abs();
        if (off.lte(CLOSE.mul(below.abs())) || off.lte(CLOSE.mul(above.abs()))) return true;
      }
    return false;
  }
}

/** Fields of a row that are numbers, those of the objects in it by both names. */
function fieldsOf(row: Extract<JsonNode, { kind: "object" }>): (readonly [string, string])[] {
  return row.entries.flatMap(([key, node]) => {
    if (node.kind === "object") return fieldsOf(node).map(([name, text]) => [`${key}.${name}`, text] as const);
    const [text] = leafOf(node);
    return text === undefined ? [] : [[key, text] as const];
  });
}

/** Canonical texts of the numbers among the leaves; a time in ISO 8601 is one, too. */
function leavesOf(node: JsonNode): string[] {
  return node.kind === "leaf"
    ? leafOf(node)
    : (node.kind === "list" ? node.items : node.entries.map(([, value]) => value)).flatMap(leavesOf);
}

function leafOf(node: JsonNode): string[] {
  if (node.kind !== "leaf") return [];
  const text = node.text.startsWith('"') ? String(JSON.parse(node.text)) : node.text;
  const number = canonical(text);
  if (number !== null) return [number];
  const time = /^\d{4}-\d\d-\d\d[T ]/.test(text) ? Date.parse(text.replace(/^(\S+) (\S+)\+00$/, "$1T$2Z")) : Number.NaN;
  return Number.isNaN(time) ? [] : [String(time)];
}
