import { afterEach, describe, expect, it } from "vitest";
import { PulseBudget } from "#renderer/lib/pulse.ts";
import { NumberCell } from "./number-cell.tsx";
import { drawn, takeDown } from "./testing.tsx";

afterEach(takeDown);

function cell() {
  let time = 10_000;
  const now = () => time;
  const budget = new PulseBudget();
  const screen = drawn(<NumberCell value="1" text="1.00" now={now} budget={budget} />);
  return {
    show: (value: string | undefined, afterMs: number) => {
      time += afterMs;
      screen.draw(<NumberCell value={value} text={value ?? "no price"} now={now} budget={budget} />);
      return screen.find(".pulse").className.split(" ").slice(1).join(" ");
    },
    text: () => screen.find(".pulse").textContent,
    box: () => screen.find(".pulse"),
  };
}

describe("a number that changes", () => {
  it("does not pulse when it first appears", () => {
    expect(cell().box().className).toBe("pulse");
  });
  it("pulses up and down, with the text at once", () => {
    const { show, text } = cell();
    expect(show("2", 0)).toBe("u play-a");
    expect(text()).toBe("2");
    expect(show("1.5", 1_000)).toBe("d play-b");
  });
  it("pulses once a second at most: text follows, the tint does not restart", () => {
    const { show, text } = cell();
    expect(show("2", 0)).toBe("u play-a");
    expect(show("1", 999)).toBe("u play-a");
    expect(text()).toBe("1");
    expect(show("3", 1)).toBe("u play-b");
  });
  it("restarts in the same box instead of stacking", () => {
    const { show, box } = cell();
    const before = box();
    show("2", 0);
    show("3", 1_000);
    expect(box()).toBe(before);
    expect(box().classList.contains("play-a")).toBe(false);
  });
  it("stays calm for the same value written otherwise, and for one that goes or comes", () => {
    const { show } = cell();
    expect(show("1.0", 2_000)).toBe("");
    expect(show(undefined, 2_000)).toBe("");
    expect(show("5", 2_000)).toBe("");
  });
});
