import { act } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Mode } from "#shared/domain/account.ts";
import { CountdownButton, type CountdownButtonProps, HOLD_MS } from "./countdown-button.tsx";
import { click, drawn, pointer, press, release, takeDown } from "./testing.tsx";

afterEach(takeDown);

const START = 1_000_000;
const LIFE = 60_000;
const later = (ms: number) => act(() => vi.advanceTimersByTime(ms));

beforeEach(() => {
  vi.useFakeTimers({ now: START });
});
afterEach(() => {
  vi.useRealTimers();
});

function approval(mode: Mode, more: Partial<CountdownButtonProps> = {}) {
  const onApprove = vi.fn();
  const onExpire = vi.fn();
  const node = (changed: Partial<CountdownButtonProps> = {}) => (
    <CountdownButton
      mode={mode}
      deed="Send 8 orders from Lab"
      holdDeed="Hold to send 8 orders from Core"
      expiresAt={START + LIFE}
      lifeMs={LIFE}
      onApprove={onApprove}
      onExpire={onExpire}
      now={() => Date.now()}
      {...more}
      {...changed}
    />
  );
  const screen = drawn(node());
  return { screen, onApprove, onExpire, node, button: () => screen.find<HTMLButtonElement>("button") };
}

describe.each(["paper", "sandbox"] as const)("in %s mode", (mode) => {
  it("one click approves, the second half of a double click does not", () => {
    const { button, onApprove } = approval(mode);
    click(button(), 1);
    click(button(), 2);
    expect(onApprove).toHaveBeenCalledTimes(1);
  });
  it("a key that repeats is kept from pressing again", () => {
    const { button } = approval(mode);
    expect(press(button(), "Enter").defaultPrevented).toBe(false);
    expect(press(button(), "Enter", { repeat: true }).defaultPrevented).toBe(true);
  });
});

describe("in live mode", () => {
  it("against a test server it is outlined and says so, and still has to be held", () => {
    const testServers = { words: "test server 127.0.0.1:4001", title: "Kraken at 127.0.0.1:4001", isOnly: true };
    const { button, onApprove } = approval("live", { testServers });
    expect(button().className.split(" ")).toEqual(expect.arrayContaining(["live", "test"]));
    expect(button().textContent).toContain("test server");
    click(button());
    expect(onApprove).not.toHaveBeenCalled();
    const real = approval("live", { testServers: { ...testServers, isOnly: false } });
    expect(real.button().className.split(" ")).not.toContain("test");
    expect(real.button().textContent).not.toContain("test server");
  });
  it("a click does nothing, holding for the whole time approves once", () => {
    const { button, onApprove } = approval("live");
    click(button());
    expect(onApprove).not.toHaveBeenCalled();
    pointer(button(), "pointerdown");
    later(HOLD_MS - 1);
    expect(onApprove).not.toHaveBeenCalled();
    expect(button().textContent).toContain("Keep holding");
    later(1);
    expect(onApprove).toHaveBeenCalledTimes(1);
    later(HOLD_MS * 3);
    expect(onApprove).toHaveBeenCalledTimes(1);
  });
  it.each(["pointerup", "pointerout", "pointercancel"])("%s empties it, and time held does not add up", (end) => {
    const { button, onApprove } = approval("live");
    pointer(button(), "pointerdown");
    later(HOLD_MS - 50);
    pointer(button(), end);
    pointer(button(), "pointerdown");
    later(HOLD_MS - 50);
    pointer(button(), "pointerup");
    later(HOLD_MS);
    expect(onApprove).not.toHaveBeenCalled();
  });
  it("only the first mouse button holds", () => {
    const { button, onApprove } = approval("live");
    pointer(button(), "pointerdown", { button: 2 });
    later(HOLD_MS * 2);
    expect(onApprove).not.toHaveBeenCalled();
  });
  it.each([" ", "Enter"])("key %j held approves, letting go empties it", (key) => {
    const { button, onApprove } = approval("live");
    press(button(), key);
    later(HOLD_MS / 2);
    release(button(), key);
    later(HOLD_MS);
    expect(onApprove).not.toHaveBeenCalled();
    press(button(), key);
    later(HOLD_MS);
    expect(onApprove).toHaveBeenCalledTimes(1);
  });
  it("key repeat alone never starts and never restarts a hold", () => {
    const { button, onApprove } = approval("live");
    press(button(), "Enter", { repeat: true });
    later(HOLD_MS * 2);
    expect(onApprove).not.toHaveBeenCalled();
    press(button(), "Enter");
    later(HOLD_MS / 2);
    press(button(), "Enter", { repeat: true });
    later(HOLD_MS / 2);
    expect(onApprove).toHaveBeenCalledTimes(1);
    press(button(), "Enter", { repeat: true });
    later(HOLD_MS * 2);
    expect(onApprove).toHaveBeenCalledTimes(1);
  });
  it("a plan that changes under the finger ends the hold", () => {
    const { screen, button, onApprove, node } = approval("live");
    pointer(button(), "pointerdown");
    later(HOLD_MS / 2);
    screen.draw(node({ disabledBecause: { sentence: "Prices moved 0.3%. Plan again to approve.", kbd: "R" } }));
    later(HOLD_MS);
    expect(onApprove).not.toHaveBeenCalled();
    expect(button().getAttribute("aria-disabled")).toBe("true");
    expect(button().textContent).toContain("Prices moved 0.3%");
  });
  it("a hold that ends after the plan's life does not approve", () => {
    const { button, onApprove } = approval("live", { expiresAt: START + HOLD_MS - 1 });
    pointer(button(), "pointerdown");
    later(HOLD_MS * 2);
    expect(onApprove).not.toHaveBeenCalled();
  });
  it("does nothing while the state machine is at work", () => {
    const { button, onApprove } = approval("live", { sending: true });
    pointer(button(), "pointerdown");
    later(HOLD_MS * 2);
    expect(onApprove).not.toHaveBeenCalled();
    expect(button().textContent).toContain("Sending");
  });
});

describe("the countdown", () => {
  it("shows whole seconds, is bold in the last ten and speaks once", () => {
    const { screen, button } = approval("paper");
    expect(screen.find(".count").textContent).toBe("60 s");
    later(49_000);
    expect(screen.find(".count").textContent).toBe("11 s");
    expect(button().classList.contains("last")).toBe(false);
    expect(screen.find("[role=status]").textContent).toBe("");
    later(1_000);
    expect(button().classList.contains("last")).toBe(true);
    const spoken = screen.find("[role=status]").textContent;
    expect(spoken).toBe("10 seconds left to approve");
    later(3_000);
    expect(screen.find("[role=status]").textContent).toBe(spoken);
  });
  it("at 0 says why it is over and calls onExpire once", () => {
    const { button, onApprove, onExpire } = approval("paper");
    later(LIFE);
    expect(button().textContent).toContain("Plan again");
    click(button());
    later(5_000);
    expect(onApprove).not.toHaveBeenCalled();
    expect(onExpire).toHaveBeenCalledTimes(1);
  });
  it("names mode and deed for assistive technology", () => {
    expect(approval("live").button().textContent).toBe("LIVEHold to send 8 orders from Core60 s");
  });
});
