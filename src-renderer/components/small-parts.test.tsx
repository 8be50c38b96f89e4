import { act } from "react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { orderStateSchema } from "#shared/domain/order.ts";
import { DriftBar, driftTone, isOutOfBand } from "./drift-bar.tsx";
import { ErrorBoundary } from "./error-boundary.tsx";
import { HashText } from "./hash-text.tsx";
import { LegNodes } from "./leg-nodes.tsx";
import { ChangePercent, Figure, Money } from "./money.tsx";
import { MoveGlyph } from "./move-glyph.tsx";
import { NumberField } from "./number-field.tsx";
import { DEFAULT_PREFERENCES, PreferencesProvider } from "./preferences.tsx";
import { Segmented } from "./segmented.tsx";
import { SumChip } from "./sum-chip.tsx";
import { click, drawn, press, takeDown, typeInto } from "./testing.tsx";
import { TypedApproval } from "./typed-approval.tsx";

afterEach(takeDown);

describe("drift", () => {
  it.each([
    ["0.0362", "0.02", "50%", "45.25%", true],
    ["-0.0129", "0.01", "17.75%", "32.25%", true],
    ["-0.0358", "0.05", "32.1%", "17.9%", false],
    ["0.5", "0.02", "50%", "50%", true],
  ])("%s against a band of %s starts at %s and is %s long", (drift, band, left, width, out) => {
    const bar = drawn(<DriftBar drift={drift} band={band} />).find(".b");
    expect([bar.style.left, bar.style.width]).toEqual([left, width]);
    expect(bar.classList.contains("out")).toBe(out);
    expect(isOutOfBand(drift, band)).toBe(out);
  });
  it("says it in words too", () => {
    const words = drawn(<DriftBar drift="0.0362" band="0.02" />)
      .find(".drift")
      .getAttribute("aria-label");
    expect(words).toBe("drift +3.6 points, band \u00b12.0, out of band");
  });
  it("on the edge of the band is inside it", () => {
    expect(isOutOfBand("-0.0200", "0.02")).toBe(false);
  });
  it("is amber over, blue under, grey when it rounds to zero", () => {
    expect(["0.01", "-0.01", "0.0004", "0"].map((drift) => driftTone(drift))).toEqual(["ov", "un", "t3", "t3"]);
  });
});

describe("a move", () => {
  it("has a ring and a dot when it moves, one grey ring when not", () => {
    const glyph = (projected: string) =>
      drawn(<MoveGlyph asset="SOL" now="0.1362" projected={projected} target="0.1" band="0.02" />);
    expect(glyph("0.1001").box.querySelectorAll("circle").length).toBe(2);
    const still = glyph("0.1362");
    expect(still.box.querySelectorAll("circle").length).toBe(1);
    expect(still.find("svg").getAttribute("aria-label")).toBe("SOL stays +3.6 points off target");
  });
});

describe("an order on its way", () => {
  it("has four nodes and words for every state there is", () => {
    for (const state of orderStateSchema.options) {
      const { box, find } = drawn(<LegNodes state={state} />);
      expect(box.querySelectorAll(".nd").length).toBe(4);
      expect(find(".stp").getAttribute("aria-label")).not.toBe("");
    }
  });
  it("an unknown one is an amber ring, neither done nor failed ahead", () => {
    const { box } = drawn(<LegNodes state="UNKNOWN" />);
    expect([...box.querySelectorAll(".nd")].map((node) => node.className)).toEqual(["nd d", "nd q", "nd", "nd"]);
    expect(box.querySelector(".x")).toBeNull();
  });
});

describe("amounts", () => {
  it("obey privacy mode, while weights stay", () => {
    const { box } = drawn(
      <PreferencesProvider preferences={{ ...DEFAULT_PREFERENCES, hideAmounts: true }}>
        <Money amount="-318.4" change />
        <Figure amount="248315.68" />
        <ChangePercent share="0.01" />
      </PreferencesProvider>,
    );
    expect(box.textContent).toBe(`${"\u2022".repeat(12)}+1.00%`);
    expect(box.innerHTML).not.toContain("318");
    expect(box.querySelector(".dn")).toBeNull();
  });
  it("carry sign and tone, zero neither", () => {
    expect(drawn(<Money amount="12.5" change />).find(".up").textContent).toBe("+$12.50");
    expect(drawn(<Money amount="-0.001" change />).find(".t3").textContent).toBe("$0.00");
    expect(drawn(<Money amount={undefined} absent="no price" />).box.textContent).toBe("no price");
  });
});

describe("a number field", () => {
  function field(more = {}) {
    const onChange = vi.fn();
    const screen = drawn(
      <NumberField
        label="Target"
        value="40"
        unit="%"
        min="0"
        max="100"
        step="0.1"
        scale={1}
        onChange={onChange}
        {...more}
      />,
    );
    return { ...screen, input: screen.find<HTMLInputElement>("input"), onChange };
  }
  it("passes on exactly what was typed", () => {
    const { input, onChange } = field();
    expect(input.value).toBe("40.0");
    typeInto(input, "33.333333333333333333");
    expect(onChange).toHaveBeenLastCalledWith("33.333333333333333333");
    typeInto(input, " 12,5 ");
    expect(onChange).toHaveBeenLastCalledWith("12.5");
  });
  it("says what is wrong and passes nothing on", () => {
    const { input, onChange, find } = field();
    for (const [text, words] of [
      ["", "Not a number"],
      ["4x", "Not a number"],
      ["100.1", "At most 100 %"],
      ["-1", "At least 0 %"],
    ] as const) {
      typeInto(input, text);
      expect(find("[role=alert]").textContent).toBe(words);
      expect(input.getAttribute("aria-invalid")).toBe("true");
    }
    expect(onChange).not.toHaveBeenCalled();
  });
  it("steps by arrow keys inside its limits", () => {
    const { input, onChange } = field({ value: "99.5" });
    press(input, "ArrowUp");
    expect(onChange).toHaveBeenLastCalledWith("99.6");
    press(input, "ArrowUp", { shiftKey: true });
    expect(onChange).toHaveBeenLastCalledWith("100");
  });
  it("locked, it is read only and says why", () => {
    const { input, find } = field({ lockedBecause: "set by strategy" });
    expect(input.readOnly).toBe(true);
    expect(find(".lab:last-child").textContent).toBe("set by strategy");
  });
});

describe("the sum of targets", () => {
  it.each([
    ["1.000", "100.0%", "ok"],
    ["1.013", "101.3%, +1.3", "over"],
    ["0.99999", "99.9990%, \u22120.0010", "over"],
  ])("%s is written %s", (sum, text, tone) => {
    const chip = drawn(<SumChip sum={sum} />).find(".chip");
    expect(chip.textContent).toBe(text);
    expect(chip.classList.contains(tone)).toBe(true);
  });
});

describe("typed approval", () => {
  it("is closed until the phrase is there, in any case", () => {
    const onApprove = vi.fn();
    const { find } = drawn(<TypedApproval phrase="CORE 8" deed="Send 8 orders" onApprove={onApprove} />);
    const button = find<HTMLButtonElement>("button");
    expect(button.disabled).toBe(true);
    typeInto(find<HTMLInputElement>("input"), "core 9");
    expect(button.disabled).toBe(true);
    typeInto(find<HTMLInputElement>("input"), " core  8 ");
    expect(button.disabled).toBe(false);
    click(button);
    expect(onApprove).toHaveBeenCalledTimes(1);
  });
});

describe("a row of choices", () => {
  it("moves by arrows and round the end", () => {
    const onChange = vi.fn();
    const options = ["1D", "1W", "1M"].map((value) => ({ value, label: value }));
    const { find } = drawn(<Segmented label="Period" options={options} value="1M" onChange={onChange} />);
    press(find("[aria-checked=true]"), "ArrowRight");
    expect(onChange).toHaveBeenLastCalledWith("1D");
    press(find("[aria-checked=true]"), "ArrowLeft");
    expect(onChange).toHaveBeenLastCalledWith("1W");
  });
});

describe("a hash", () => {
  it("is shown short and copied whole", async () => {
    const copy = vi.fn(() => Promise.resolve());
    const { find } = drawn(<HashText value="7c1e0123456789abcdef94ab" label="Plan hash" copy={copy} />);
    expect(find(".mono").textContent).toBe("7c1e\u202694ab");
    await act(async () => find("button").click());
    expect(copy).toHaveBeenCalledWith("7c1e0123456789abcdef94ab");
    expect(find("button").getAttribute("aria-label")).toBe("Plan hash copied");
  });
});

describe("a part that cannot be drawn", () => {
  it("says so, leaves the rest alone and can be tried again", () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    let broken = true;
    const Part = () => {
      if (broken) throw new Error("planted");
      return <p>whole</p>;
    };
    const onError = vi.fn();
    const { box, find } = drawn(
      <>
        <ErrorBoundary what="The positions" onError={onError}>
          <Part />
        </ErrorBoundary>
        <footer>rest</footer>
      </>,
    );
    expect(box.textContent).toContain("The positions could not be drawn.");
    expect(find("footer").textContent).toBe("rest");
    expect(onError).toHaveBeenCalledTimes(1);
    broken = false;
    click(find("button"));
    expect(find("p").textContent).toBe("whole");
  });
});
