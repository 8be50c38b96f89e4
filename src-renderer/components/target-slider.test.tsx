import { afterEach, describe, expect, it, vi } from "vitest";
import { TargetSlider } from "./target-slider.tsx";
import { drawn, pointer, press, takeDown } from "./testing.tsx";

afterEach(takeDown);

function slider(value: string, current?: string) {
  const onChange = vi.fn();
  const screen = drawn(
    <TargetSlider asset="SOL" value={value} onChange={onChange} {...(current === undefined ? {} : { current })} />,
  );
  const track = screen.find("[role=slider]");
  track.getBoundingClientRect = () => new DOMRect(100, 0, 84, 24);
  track.setPointerCapture = () => undefined;
  return { ...screen, track, onChange };
}

describe("the target slider", () => {
  it.each([
    ["ArrowRight", false, "0.101"],
    ["ArrowLeft", true, "0.09"],
    ["ArrowUp", true, "0.11"],
    ["PageDown", false, "0.05"],
    ["Home", false, "0"],
    ["End", false, "1"],
  ])("%s (shift %s) sets %s", (key, shiftKey, next) => {
    const { track, onChange } = slider("0.1");
    expect(press(track, key, { shiftKey }).defaultPrevented).toBe(true);
    expect(onChange).toHaveBeenCalledWith(next);
  });
  it("leaves other keys alone", () => {
    const { track, onChange } = slider("0.1");
    expect(press(track, "Tab").defaultPrevented).toBe(false);
    expect(onChange).not.toHaveBeenCalled();
  });
  it("follows the pointer on the square-root scale while pressed, and only then", () => {
    const { track, onChange } = slider("0.1");
    pointer(track, "pointermove", { clientX: 142 });
    expect(onChange).not.toHaveBeenCalled();
    pointer(track, "pointerdown", { clientX: 142 });
    expect(onChange).toHaveBeenLastCalledWith("0.125");
    pointer(track, "pointermove", { clientX: 184 });
    expect(onChange).toHaveBeenLastCalledWith("0.5");
    pointer(track, "pointerup", { clientX: 184 });
    pointer(track, "pointermove", { clientX: 100 });
    expect(onChange).toHaveBeenCalledTimes(2);
  });
  it("says target and current weight, and marks the side of the current one by class", () => {
    const { track, find } = slider("0.1", "0.1362");
    expect(track.getAttribute("aria-valuetext")).toBe("10.0%, now 13.6%");
    expect(track.getAttribute("aria-valuenow")).toBe("10");
    expect(find(".cu").classList.contains("over")).toBe(true);
  });
});
