import { expect, test } from "vitest";
import { chordOf } from "./use-shortcuts.ts";

const press = (key: string, held: Partial<Record<"ctrlKey" | "metaKey" | "shiftKey" | "altKey", boolean>> = {}) =>
  chordOf({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held });

test.each([
  [press("r"), "r"],
  [press("R", { shiftKey: true }), "shift+r"],
  [press("?", { shiftKey: true }), "?"],
  [press("k", { ctrlKey: true }), "mod+k"],
  [press("k", { metaKey: true }), "mod+k"],
  [press(".", { ctrlKey: true }), "mod+."],
  [press("Escape"), "escape"],
  [press("é", { altKey: true }), null],
])("a press reads as %s", (chord, expected) => {
  expect(chord).toBe(expected);
});
