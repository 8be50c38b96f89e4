// Are all ways of naming a module found, and nothing else?
import { expect, test } from "vitest";
import { specifiersIn } from "./specifiers-in.ts";

test.each([
  ["value import", 'import { a } from "one";', ["one"]],
  ["type import", 'import type { A } from "one";', ["one"]],
  ["bare import", 'import "one";', ["one"]],
  ["re-export", 'export * from "one"; export { a } from "two";', ["one", "two"]],
  ["dynamic import", 'const a = await import("one");', ["one"]],
  ["require", 'const a = require("one");', ["one"]],
  ["text that looks like one", 'const a = `import b from "no"`; // from "no"', []],
  ["a computed name", "const a = await import(name);", []],
  ["element and type syntax", 'import a from "one"; const b = <A,>(c: A) => <p>{String(c)}</p>;', ["one"]],
])("%s", (_name, code, expected) => {
  expect(specifiersIn(code, "tsx")).toEqual(expected);
});
