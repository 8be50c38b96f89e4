import { expect, test } from "vitest";
import { PANELS } from "./panels.ts";

test("every screen has a name and a letter of its own", () => {
  for (const of of [({ id }: (typeof PANELS)[number]) => id, ({ key }: (typeof PANELS)[number]) => key]) {
    const all = PANELS.map(of).filter((value) => value !== undefined);
    expect(all.filter((value, at) => all.indexOf(value) !== at)).toEqual([]);
  }
  expect(PANELS.length).toBeGreaterThan(8);
});
