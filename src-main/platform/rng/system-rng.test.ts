import { describe, expect, it, vi } from "vitest";
import { SystemRng } from "./system-rng.ts";

describe("SystemRng", () => {
  const rng = new SystemRng();

  it("reaches both ends of a range and nothing beyond", () => {
    vi.spyOn(Math, "random").mockReturnValueOnce(0).mockReturnValueOnce(0.999_999_999);
    expect(rng.integer(3, 5)).toBe(3);
    expect(rng.integer(3, 5)).toBe(5);
  });

  it("stays finite where the uniform is 0", () => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    expect(rng.normal()).toBeCloseTo(0, 12);
  });

  it.each([
    [2, 1],
    [0.5, 2],
    [0, Number.POSITIVE_INFINITY],
  ])("refuses the range %s to %s", (min, max) => {
    expect(() => rng.integer(min, max)).toThrow(RangeError);
  });
});
