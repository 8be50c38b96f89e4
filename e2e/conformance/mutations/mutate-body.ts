// How is a venue's answer spoiled? In one place or as a whole, the same way for the same seed.
import type { SeededRng } from "#engine/simulation/seeded-rng.ts";
import { containersOf, type JsonNode, readTree, writeTree } from "./json-tree.ts";

export interface MutatedBody {
  readonly text: string;
  readonly how: string;
  /** One place was changed, so that what stands elsewhere must come out as before. */
  readonly inOnePlace: boolean;
}

/** JSON texts that no field expects, or that look as if it did. */
const ODD_LEAVES: readonly string[] = [
  "null",
  "true",
  "false",
  "[]",
  "{}",
  '""',
  '"x"',
  "0",
  "-0",
  "-1",
  '"-1"',
  "1e400",
  '"1e400"',
  "-1e-400",
  '"NaN"',
  '"Infinity"',
  '"-Infinity"',
  '"1e-8"',
  '"1E+3"',
  "9007199254740993",
  '"9007199254740993"',
  "123456789012345678901234567890",
  "0.1234567890123456789012345678901234567890",
  '"0x10"',
  '" 1"',
  '"1 "',
  '"1,5"',
  '"1.5.5"',
  '"+1"',
  '"."',
  '"1."',
  '".5"',
  '"1_000"',
  '"\u0661\u0662\u0663"',
  '"\uff11"',
  '"\u221e"',
  '"\\ud800"',
  '"\\u0000"',
  '"<script>"',
  '"__proto__"',
  '{"__proto__":{"polluted":true}}',
  '{"toString":1,"constructor":2}',
  '"9999999999999999"',
  "1767571200",
  '"8640000000000001"',
  '"2026-13-45T99:99:99Z"',
  `"${"9".repeat(400)}"`,
  "9".repeat(400),
  `"${"a".repeat(5_000)}"`,
  `${"[".repeat(600)}${"]".repeat(600)}`,
  `${'{"a":'.repeat(500)}1${"}".repeat(500)}`,
];

const KEYS: readonly string[] = [
  "__proto__",
  "constructor",
  "toString",
  "length",
  "error",
  "result",
  "",
  "0",
  "\u0000",
];

type Place = { readonly container: Exclude<JsonNode, { kind: "leaf" }>; readonly index: number };

export function mutateBody(text: string, others: readonly string[], rng: SeededRng): MutatedBody {
  const tree = readTree(text);
  if (tree === null || tree.kind === "leaf" || rng.next() < 0.12) return spoilText(text, rng);
  const how = spoilTree(tree, others, rng);
  const whole = how === "wrapped" ? wrapped(tree, rng) : writeTree(tree);
  return { text: whole, how, inOnePlace: !WHOLE.has(how) };
}

const WHOLE: ReadonlySet<string> = new Set(["wrapped", "spliced", "swapped", "emptied"]);

function spoilText(text: string, rng: SeededRng): MutatedBody {
  const at = rng.integer(0, Math.max(0, text.length - 1));
  const ways: readonly (readonly [string, () => string])[] = [
    ["cut off", () => text.slice(0, at)],
    ["begun late", () => text.slice(at)],
    [
      "a character more",
      () => `${text.slice(0, at)}${pick(rng, ["}", "]", '"', ",", "0", "-", "\u0000", "é"])}${text.slice(at)}`,
    ],
    ["a character less", () => text.slice(0, at) + text.slice(at + 1)],
    ["twice", () => text + text],
    ["a byte order mark", () => `\ufeff${text}`],
    ["spaces around", () => `\n\t ${text} \r\n`],
  ];
  const [how, spoil] = pick(rng, ways);
  return { text: spoil(), how, inOnePlace: how === "spaces around" || how === "a byte order mark" };
}

function spoilTree(tree: JsonNode, others: readonly string[], rng: SeededRng): string {
  const places = containersOf(tree).flatMap((container): Place[] =>
    (container.kind === "list" ? container.items : container.entries).map((_item, index) => ({ container, index })),
  );
  if (places.length === 0) return "wrapped";
  const place = pick(rng, places);
  const way = rng.integer(0, 11);
  if (way <= 3) return tweak(place, rng);
  if (way <= 5) return replace(place, { kind: "leaf", text: pick(rng, ODD_LEAVES) }, "replaced");
  if (way === 6) return remove(place);
  if (way === 7) return repeat(place, rng);
  if (way === 8) return rename(place, rng);
  if (way === 9) return splice(place, places, others, rng);
  if (way === 10) return empty(place, rng);
  return "wrapped";
}

const valueAt = ({ container, index }: Place): JsonNode =>
  (container.kind === "list" ? container.items[index] : container.entries[index]?.[1]) ?? {
    kind: "leaf",
    text: "null",
  };

function replace({ container, index }: Place, value: JsonNode, how: string): string {
  if (container.kind === "list") container.items[index] = value;
  else container.entries[index] = [container.entries[index]?.[0] ?? "", value];
  return how;
}

/** A number becomes another one, or the same in another form; anything else something odd. */
function tweak(place: Place, rng: SeededRng): string {
  const value = valueAt(place);
  const bare = value.kind === "leaf" ? value.text.replaceAll('"', "") : "";
  if (value.kind !== "leaf" || !/^-?\d+(\.\d+)?$/.test(bare))
    return replace(place, { kind: "leaf", text: pick(rng, ODD_LEAVES) }, "replaced");
  const quoted = value.text.startsWith('"');
  const write = (text: string, asText = quoted): JsonNode => ({ kind: "leaf", text: asText ? `"${text}"` : text });
  const digit = String(rng.integer(1, 9));
  const shapes: readonly JsonNode[] = [
    write(bare.startsWith("-") ? bare.slice(1) : `-${bare}`),
    write(bare, !quoted),
    write(bare.includes(".") ? `${bare}${digit}` : `${bare}.${digit}`),
    write(`${digit}${bare.replace("-", "")}`),
    write(bare.replace(/\d(?=\D*$)/, digit)),
    write(bare.replace(".", "")),
    write(`${bare}e-3`),
    write(`${bare}E${digit}`),
    write(`${bare}${"0".repeat(20)}`),
    write(bare.includes(".") ? `${bare}${"1".repeat(18)}` : `${bare}.${"3".repeat(18)}`),
  ];
  return replace(place, pick(rng, shapes), "another number");
}

function remove({ container, index }: Place): string {
  (container.kind === "list" ? container.items : container.entries).splice(index, 1);
  return "removed";
}

function repeat(place: Place, rng: SeededRng): string {
  const { container, index } = place;
  if (container.kind === "list") container.items.splice(index, 0, valueAt(place));
  else {
    const again: JsonNode = rng.next() < 0.5 ? valueAt(place) : { kind: "leaf", text: pick(rng, ODD_LEAVES) };
    container.entries.push([container.entries[index]?.[0] ?? "", again]);
  }
  return "repeated";
}

function rename(place: Place, rng: SeededRng): string {
  const { container, index } = place;
  if (container.kind === "list") return remove(place);
  const [key = ""] = container.entries[index] ?? [];
  const names = [key.toUpperCase(), `${key} `, `${key}\u200b`, pick(rng, KEYS)];
  container.entries[index] = [pick(rng, names), valueAt(place)];
  return "renamed";
}

function splice(place: Place, places: readonly Place[], others: readonly string[], rng: SeededRng): string {
  const other = readTree(pick(rng, others));
  if (other !== null && rng.next() < 0.5) {
    const parts = containersOf(other);
    return replace(place, parts.length === 0 ? other : pick(rng, parts), "spliced");
  }
  const second = pick(rng, places);
  const [mine, theirs] = [valueAt(place), valueAt(second)];
  // One inside the other would never end.
  if (mine.kind !== "leaf" || theirs.kind !== "leaf") return replace(place, { kind: "leaf", text: "null" }, "replaced");
  replace(place, theirs, "");
  return replace(second, mine, "swapped");
}

function empty(place: Place, rng: SeededRng): string {
  const value = valueAt(place);
  if (value.kind === "leaf") return replace(place, { kind: "leaf", text: pick(rng, ODD_LEAVES) }, "replaced");
  return replace(
    place,
    value.kind === "list" ? { kind: "list", items: [] } : { kind: "object", entries: [] },
    "emptied",
  );
}

function wrapped(tree: JsonNode, rng: SeededRng): string {
  const text = writeTree(tree);
  return pick(rng, [`[${text}]`, `{"data":${text}}`, `[[${text}]]`, "{}", "[]", `{"result":${text}}`]);
}

function pick<T>(rng: SeededRng, items: readonly T[]): T {
  const item = items[rng.integer(0, items.length - 1)];
  if (item === undefined) throw new RangeError("nothing to pick from");
  return item;
}
