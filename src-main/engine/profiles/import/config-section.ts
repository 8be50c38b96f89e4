// How is one map of a configuration file read: key by key, each in its range, with what was left over listed at the end?
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { ImportedKey, ImportProblem } from "#shared/domain/profile-import.ts";
import { type ConfigMap, type ConfigNode, type ConfigValue, describeNode } from "./config-node.ts";

/** Both ends included, as text: shares and money are exact. */
export interface Range {
  readonly min: string;
  readonly max: string;
}

/** What is told of the file; filled while it is read. */
export class ImportNotes {
  readonly keys: ImportedKey[] = [];
  readonly problems: ImportProblem[] = [];

  taken(path: string, as: string): void {
    this.keys.push({ path, status: "taken", as, reason: "" });
  }

  changed(path: string, as: string, reason: string): void {
    this.keys.push({ path, status: "changed", as, reason });
  }

  ignored(path: string, reason: string): void {
    this.keys.push({ path, status: "ignored", as: "", reason });
  }

  /** In its range, stored with the profile and exported again, but the program does not go by it. `because` is a sentence. */
  unused(path: string, because: string): void {
    this.ignored(path, `Kept, not used: ${because}`);
  }

  problem(path: string, node: ConfigNode | null, expected: string, got?: string): void {
    this.problems.push({
      path,
      line: node?.line ?? null,
      expected,
      got: got ?? (node === null ? "nothing" : describeNode(node)),
    });
  }
}

export class Section {
  readonly path: string;
  readonly notes: ImportNotes;
  readonly #map: ConfigMap;
  readonly #read = new Set<string>();

  constructor(map: ConfigMap, path: string, notes: ImportNotes) {
    this.#map = map;
    this.path = path;
    this.notes = notes;
  }

  at(key: string): string {
    return this.path === "" ? key : `${this.path}.${key}`;
  }

  keys(): readonly string[] {
    return [...this.#map.entries.keys()];
  }

  has(key: string): boolean {
    return this.#map.entries.has(key);
  }

  node(key: string): ConfigNode | undefined {
    this.#read.add(key);
    return this.#map.entries.get(key);
  }

  /** An exact number. Undefined where the key is not there, or wrong (then it is told). */
  decimal(key: string, { min, max }: Range): DecimalString | undefined {
    const node = this.node(key);
    if (node === undefined) return undefined;
    const value = toDecimal(node);
    if (value === null || value.lt(Decimal.parse(min)) || value.gt(Decimal.parse(max))) {
      this.notes.problem(this.at(key), node, `a number from ${min} to ${max}`);
      return undefined;
    }
    return value.toString();
  }

  whole(key: string, { min, max }: Range): number | undefined {
    const node = this.node(key);
    if (node === undefined) return undefined;
    const value = toDecimal(node);
    const number = value === null ? Number.NaN : asStatistic(value.toString());
    if (!Number.isInteger(number) || number < asStatistic(min) || number > asStatistic(max)) {
      this.notes.problem(this.at(key), node, `a whole number from ${min} to ${max}`);
      return undefined;
    }
    return number;
  }

  flag(key: string): boolean | undefined {
    const node = this.node(key);
    if (node === undefined) return undefined;
    if (node.kind === "value" && typeof node.value === "boolean") return node.value;
    this.notes.problem(this.at(key), node, "true or false");
    return undefined;
  }

  text(key: string, longest: number): string | undefined {
    const node = this.node(key);
    if (node === undefined) return undefined;
    const text = node.kind === "value" && typeof node.value === "string" ? node.value.trim() : "";
    if (text !== "" && text.length <= longest) return text;
    this.notes.problem(this.at(key), node, `text of 1 to ${longest} characters`);
    return undefined;
  }

  oneOf<T extends string>(key: string, values: readonly T[]): T | undefined {
    const node = this.node(key);
    if (node === undefined) return undefined;
    const found = values.find((value) => node.kind === "value" && node.value === value);
    if (found === undefined) this.notes.problem(this.at(key), node, `one of ${values.join(", ")}`);
    return found;
  }

  /** Undefined where an item is wrong too. `read` answers null for what it does not take. */
  list<T>(key: string, expected: string, read: (text: string) => T | null): readonly T[] | undefined {
    const node = this.node(key);
    if (node === undefined) return undefined;
    if (node.kind !== "list") {
      this.notes.problem(this.at(key), node, `a list, each ${expected}`);
      return undefined;
    }
    const items = node.items.map((item, index) => {
      const found = item.kind === "value" && typeof item.value === "string" ? read(item.value) : null;
      if (found === null) this.notes.problem(`${this.at(key)}[${index}]`, item, expected);
      return found;
    });
    return items.includes(null) ? undefined : items.filter((item) => item !== null);
  }

  section(key: string): Section | undefined {
    const node = this.node(key);
    if (node === undefined) return undefined;
    if (node.kind === "map") return new Section(node, this.at(key), this.notes);
    this.notes.problem(this.at(key), node, "a map of settings");
    return undefined;
  }

  /** Lists what nothing has asked for. */
  finish(): void {
    for (const key of this.#map.entries.keys()) {
      if (!this.#read.has(key)) this.notes.ignored(this.at(key), "This program does not know the key.");
    }
  }
}

/** Numbers as they are written, without quotes; null for anything else. */
export function toDecimal(node: ConfigNode): Decimal | null {
  return isNumber(node) ? (Decimal.tryParse(node.text) ?? null) : null;
}

/** For thresholds, weights, counts and times, which are no money. */
export function asStatistic(text: string): number {
  // biome-ignore lint/plugin: a statistic, a count or a time, never money
  return Number(text);
}

function isNumber(node: ConfigNode): node is ConfigValue {
  return node.kind === "value" && typeof node.value === "number" && Number.isFinite(node.value);
}
