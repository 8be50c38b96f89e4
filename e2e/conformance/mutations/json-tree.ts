// How is a JSON text taken apart and put together again without a single character of a value being lost?

/** Entries instead of an object: a key may stand there twice. `text` of a leaf is JSON. */
export type JsonNode =
  | { readonly kind: "object"; readonly entries: (readonly [key: string, value: JsonNode])[] }
  | { readonly kind: "list"; readonly items: JsonNode[] }
  | { readonly kind: "leaf"; readonly text: string };

interface ValueContext {
  readonly source?: string;
}

// The platform calls a reviver with the text of each value; the declared type of `JSON.parse` lacks it.
const parse = JSON.parse as (
  text: string,
  reviver: (this: unknown, key: string, value: unknown, context?: ValueContext) => unknown,
) => unknown;

class NumberText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** Null where the text is no JSON. */
export function readTree(text: string): JsonNode | null {
  try {
    return toNode(
      parse(text, (_key, value, context) =>
        typeof value === "number" ? new NumberText(context?.source ?? String(value)) : value,
      ),
    );
  } catch {
    return null;
  }
}

function toNode(value: unknown): JsonNode {
  if (value instanceof NumberText) return { kind: "leaf", text: value.text };
  if (Array.isArray(value)) return { kind: "list", items: value.map(toNode) };
  if (typeof value === "object" && value !== null)
    return { kind: "object", entries: Object.entries(value).map(([key, item]) => [key, toNode(item)] as const) };
  return { kind: "leaf", text: JSON.stringify(value) };
}

export function writeTree(node: JsonNode): string {
  if (node.kind === "leaf") return node.text;
  if (node.kind === "list") return `[${node.items.map(writeTree).join(",")}]`;
  return `{${node.entries.map(([key, value]) => `${JSON.stringify(key)}:${writeTree(value)}`).join(",")}}`;
}

/** Every object and list of the tree, the root first. */
export function containersOf(node: JsonNode): Exclude<JsonNode, { kind: "leaf" }>[] {
  const found: Exclude<JsonNode, { kind: "leaf" }>[] = [];
  const waiting: JsonNode[] = [node];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.kind === "leaf") continue;
    found.push(next);
    waiting.push(...(next.kind === "list" ? next.items : next.entries.map(([, value]) => value)));
  }
  return found;
}
