// Which wrong bodies could a venue send in place of a right one? One leaf or branch of it, changed as bodies break in practice.
import fc from "fast-check";

const WRONG: readonly unknown[] = [
  null,
  undefined,
  "",
  "abc",
  "-1",
  "0",
  "1e400",
  "NaN",
  // Names that every object has.
  "constructor",
  "__proto__",
  "1,5",
  "9".repeat(200),
  "2021-13-45T99:99:99Z",
  "1612345678901234567890",
  true,
  false,
  {},
  [],
  [[]],
  { value: "1" },
];

type Path = readonly (string | number)[];

/** Values as `exact-json.ts` reads them: numbers are texts. */
export function mutatedJson(right: unknown): fc.Arbitrary<unknown> {
  const paths = pathsOf(right, []);
  return fc
    .tuple(fc.constantFrom(...paths), fc.constantFrom(...WRONG))
    .map(([path, wrong]) => replaced(right, path, wrong));
}

function pathsOf(value: unknown, path: Path): readonly Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const keys: readonly (string | number)[] = Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value);
  // Members of a list or an object.
  const members = value as Readonly<Record<string | number, unknown>>;
  return [path, ...keys.flatMap((key) => pathsOf(members[key], [...path, key]))];
}

function replaced(value: unknown, path: Path, wrong: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return wrong;
  if (Array.isArray(value)) return value.map((item, index) => (index === key ? replaced(item, rest, wrong) : item));
  // The path leads through objects and lists only.
  const members = value as Readonly<Record<string, unknown>>;
  return { ...members, [key]: replaced(members[key], rest, wrong) };
}
