import { describe, expect, it } from "vitest";
import { decimal } from "#shared/domain/decimal.ts";
import type { Derivation } from "#shared/domain/derivation.ts";
import { derive, foldDerivation, leaf, notComputable, unlisted } from "./compute-derivation.ts";

const entry = (value: string): Derivation => leaf(value, decimal(value), { kind: "transaction", id: value, ts: 1 });

describe("foldDerivation", () => {
  it("makes each value from those below it", () => {
    const [two, three, ten] = [entry("2"), entry("3"), entry("10")];
    expect(derive("x", "sum", [two, three, ten]).value).toBe("15");
    expect(derive("x", "difference", [two, three]).value).toBe("-1");
    expect(derive("x", "product", [two, three]).value).toBe("6");
    expect(derive("x", "share", [two, three]).value).toBe("0.6666666667");
    expect(derive("x", "median", [ten, two, three]).value).toBe("3");
    expect(derive("x", "median", [ten, three]).value).toBe("6.5");
    expect(foldDerivation(derive("x", "sum", [unlisted("y", decimal("4"), 7), two]))?.toString()).toBe("6");
  });

  it("refuses a tree that does not add up, at any depth, and names the place", () => {
    const inner = derive("inner", "sum", [entry("1"), entry("2")]);
    const outer = derive("outer", "product", [inner, entry("5")]);
    expect(foldDerivation(outer)?.toString()).toBe("15");
    const wrong = { ...outer, children: [{ ...inner, value: "4" }, entry("5")] };
    expect(() => foldDerivation(wrong)).toThrow('"inner" says 4, but what it is made of gives 3.');
    expect(() => foldDerivation({ ...outer, value: "16" })).toThrow('"outer" says 16');
  });

  it("has no value where something below has none", () => {
    const missing = notComputable("price", "No price.");
    const tree = derive("outer", "sum", [derive("inner", "product", [entry("1"), missing]), entry("2")]);
    expect(tree).toEqual(notComputable("outer", "No price."));
    expect(foldDerivation(tree)).toBeNull();
    const claimed = { ...derive("x", "sum", [entry("1")]), children: [missing] };
    expect(() => foldDerivation(claimed)).toThrow('"x" has a value');
  });
});
