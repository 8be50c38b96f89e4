// How do frames break? Bits and bytes, cut and mixed up; and frames that are well-formed and say something they should not.
import type { SeededRng } from "#engine/simulation/seeded-rng.ts";

type Mutator = (frame: Buffer, rng: SeededRng, other: Buffer) => Buffer;

/** What stands in place of a value. */
const WRONG = [
  ...[
    "null",
    "true",
    "false",
    "{}",
    "[]",
    "[[]]",
    '""',
    '"abc"',
    '"-1"',
    '"0"',
    "0",
    "-0",
    "0.0",
    '"NaN"',
    "NaN",
    "Infinity",
    '"Infinity"',
  ],
  ...[
    "1e400",
    '"1e400"',
    '"1,5"',
    "1,5",
    '" 1"',
    '"0x10"',
    '"٣"',
    '"constructor"',
    '"__proto__"',
    '{"value":"1"}',
    "undefined",
  ],
];
const VALUE = /"(?:[^"\\]|\\.)*"(?!\s*:)|-?\d+(?:\.\d+)?/g;
const PAIR = /"[^"]*":(?:"[^"]*"|-?[\d.]+|true|false|null)/g;
const DIGITS = /\d+(?:\.\d+)?/g;
const MOST_DEEP = 3_000;

const text = (frame: Buffer) => frame.toString("latin1");
const bytes = (changed: string) => Buffer.from(changed, "latin1");
const pick = <Item>(rng: SeededRng, items: readonly Item[]): Item | undefined =>
  items[rng.integer(0, Math.max(0, items.length - 1))];

/** Puts something else in the place of one of the matches. */
function replaceOne(frame: Buffer, pattern: RegExp, rng: SeededRng, by: (found: string) => string): Buffer {
  const whole = text(frame);
  const found = pick(rng, [...whole.matchAll(pattern)]);
  if (found === undefined) return frame;
  return bytes(whole.slice(0, found.index) + by(found[0]) + whole.slice(found.index + found[0].length));
}

const place = (frame: Buffer, rng: SeededRng) => rng.integer(0, Math.max(0, frame.length - 1));
const insert = (frame: Buffer, at: number, what: Buffer) =>
  Buffer.concat([frame.subarray(0, at), what, frame.subarray(at)]);

const MUTATORS: Readonly<Record<string, Mutator>> = {
  unspoiled: (frame) => frame,
  "bits flipped": (frame, rng) => {
    const changed = Buffer.from(frame);
    for (let left = rng.integer(1, 4); left > 0; left -= 1) {
      const at = place(changed, rng);
      changed[at] = (changed[at] ?? 0) ^ (1 << rng.integer(0, 7));
    }
    return changed;
  },
  "a byte changed": (frame, rng) => {
    const changed = Buffer.from(frame);
    changed[place(changed, rng)] = pick(rng, [...Buffer.from('0123456789.,:"-+eE{}[] \\/')]) ?? 0;
    return changed;
  },
  "a byte left out": (frame, rng) => {
    const at = place(frame, rng);
    return Buffer.concat([frame.subarray(0, at), frame.subarray(at + 1)]);
  },
  cut: (frame, rng) => frame.subarray(0, place(frame, rng)),
  doubled: (frame) => Buffer.concat([frame, frame]),
  "a part doubled": (frame, rng) => {
    const from = place(frame, rng);
    return insert(frame, from, frame.subarray(from, from + rng.integer(1, 60)));
  },
  "another frame's end": (frame, rng, other) =>
    Buffer.concat([frame.subarray(0, place(frame, rng)), other.subarray(place(other, rng))]),
  "fields swapped": (frame, rng) => {
    const whole = text(frame);
    const pairs = [...whole.matchAll(PAIR)];
    const [one, two] = [pick(rng, pairs), pick(rng, pairs)].sort(
      (left, right) => (left?.index ?? 0) - (right?.index ?? 0),
    );
    if (one === undefined || two === undefined || one.index === two.index) return frame;
    const between = whole.slice(one.index + one[0].length, two.index);
    return bytes(whole.slice(0, one.index) + two[0] + between + one[0] + whole.slice(two.index + two[0].length));
  },
  "a field twice": (frame, rng) =>
    replaceOne(frame, PAIR, rng, (pair) => {
      const other = pair.replace(/:.*/s, `:${rng.next() < 0.5 ? '"7.5"' : (pick(rng, WRONG) ?? "")}`);
      return rng.next() < 0.5 ? `${pair},${other}` : `${other},${pair}`;
    }),
  "a field left out": (frame, rng) => replaceOne(frame, new RegExp(`${PAIR.source},`, "g"), rng, () => ""),
  "one more field": (frame, rng) => replaceOne(frame, PAIR, rng, (pair) => `${pair},"more":${pick(rng, WRONG) ?? ""}`),
  "another type": (frame, rng) => replaceOne(frame, VALUE, rng, () => pick(rng, WRONG) ?? ""),
  "a text for a number": (frame, rng) =>
    replaceOne(frame, VALUE, rng, (value) => (value.startsWith('"') ? value.slice(1, -1) : `"${value}"`)),
  "a huge number": (frame, rng) =>
    replaceOne(frame, DIGITS, rng, (number) => number + "9".repeat(rng.integer(10, 120))),
  "many places": (frame, rng) =>
    replaceOne(
      frame,
      DIGITS,
      rng,
      (number) => `${number}${number.includes(".") ? "" : "."}${"0".repeat(rng.integer(0, 40))}${rng.integer(0, 99)}`,
    ),
  "zeros in front": (frame, rng) => replaceOne(frame, DIGITS, rng, (number) => "0".repeat(rng.integer(1, 3)) + number),
  "an exponent": (frame, rng) =>
    replaceOne(
      frame,
      DIGITS,
      rng,
      (number) => number + (pick(rng, ["e5", "E5", "e-7", "e+3", "e400", "e", "e-400"]) ?? ""),
    ),
  "a sign": (frame, rng) => replaceOne(frame, DIGITS, rng, (number) => (pick(rng, ["-", "+", "--"]) ?? "") + number),
  "other digits": (frame, rng) =>
    replaceOne(frame, DIGITS, rng, (number) =>
      [...number].map((digit) => (digit === "." ? digit : String(rng.integer(0, 9)))).join(""),
    ),
  "a zero": (frame, rng) => replaceOne(frame, DIGITS, rng, (number) => number.replace(/\d/g, "0")),
  "deep nesting": (frame, rng) => {
    const depth = rng.next() < 0.05 ? MOST_DEEP : rng.integer(1, 50);
    return replaceOne(
      frame,
      VALUE,
      rng,
      (value) => "[".repeat(depth) + value + (rng.next() < 0.7 ? "]".repeat(depth) : ""),
    );
  },
  "no UTF-8": (frame, rng) =>
    insert(
      frame,
      place(frame, rng),
      Buffer.from(
        pick(rng, [[0xc3], [0xff, 0xfe], [0xe2, 0x82], [0xf0, 0x9f, 0x98], [0xed, 0xa0, 0x80], [0xc0, 0xa2]]) ?? [],
      ),
    ),
  spaces: (frame, rng) => {
    const whole = text(frame);
    return bytes(rng.next() < 0.3 ? whole.replaceAll(",", ", ") : replaceSpace(whole, rng));
  },
  "an escape": (frame, rng) =>
    replaceOne(
      frame,
      /[A-Za-z0-9._-]/g,
      rng,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
    ),
  nothing: () => Buffer.alloc(0),
};
const NAMES = Object.keys(MUTATORS);

function replaceSpace(whole: string, rng: SeededRng): string {
  const at = rng.integer(0, whole.length);
  return whole.slice(0, at) + (pick(rng, [" ", "\n", "\t", "\u0000", "\ufeff"]) ?? "") + whole.slice(at);
}

export interface MutatedFrame {
  readonly frame: Buffer;
  readonly how: string;
}

/** One kind of damage, and now and then a second. */
export function mutateFrame(frame: Buffer, other: Buffer, rng: SeededRng): MutatedFrame {
  const first = pick(rng, NAMES) ?? "unspoiled";
  const once = MUTATORS[first]?.(frame, rng, other) ?? frame;
  if (rng.next() < 0.85) return { frame: once, how: first };
  const second = pick(rng, NAMES) ?? "unspoiled";
  return { frame: MUTATORS[second]?.(once, rng, other) ?? once, how: `${first}, ${second}` };
}
