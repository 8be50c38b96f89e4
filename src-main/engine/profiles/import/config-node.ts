// What does a configuration file hold, once it is read: maps, lists and single values, each with the line it stands on?

export interface ConfigMap {
  readonly kind: "map";
  readonly line: number;
  readonly entries: ReadonlyMap<string, ConfigNode>;
}

export interface ConfigList {
  readonly kind: "list";
  readonly line: number;
  readonly items: readonly ConfigNode[];
}

export interface ConfigValue {
  readonly kind: "value";
  readonly line: number;
  readonly value: string | number | boolean | null;
  /** As it stands in the file: numbers keep their digits. */
  readonly text: string;
}

export type ConfigNode = ConfigMap | ConfigList | ConfigValue;

const LONGEST = 40;

/** For a message: what stands there. */
export function describeNode(node: ConfigNode): string {
  if (node.kind === "map") return "a map";
  if (node.kind === "list") return `a list of ${node.items.length}`;
  if (node.value === null) return "nothing";
  const text = node.text.length > LONGEST ? `${node.text.slice(0, LONGEST)}…` : node.text;
  return typeof node.value === "string" ? JSON.stringify(text) : text;
}

/** Plain JSON; numbers as they were read. */
export function toJson(node: ConfigNode): unknown {
  if (node.kind === "value") return node.value;
  if (node.kind === "list") return node.items.map(toJson);
  return Object.fromEntries([...node.entries].map(([key, value]) => [key, toJson(value)]));
}
