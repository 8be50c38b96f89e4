// Are rules of positions shown with their defaults, changed exactly, and saved only where they were changed?
import { act } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { click, drawn, takeDown, typeInto } from "#renderer/components/testing.tsx";
import { ClientProvider } from "#renderer/hooks/engine-client.tsx";
import { sampleProfileSummary } from "#renderer/stores/testing-prices.ts";
import type { SchwabotClient } from "#shared/contract/contract.ts";
import { DEFAULT_RULES } from "./position-rows.ts";
import { PositionsPanel } from "./positions-panel.tsx";

const settle = () => act(async () => undefined);
const text = (element: Element) => (element.textContent ?? "").replace(/\s+/g, " ");

function show(update = vi.fn(async (_input: unknown): Promise<unknown> => ({}))) {
  const { profile } = sampleProfileSummary();
  // Only what this panel calls is there.
  const client = { profiles: { update } } as unknown as SchwabotClient;
  const page = drawn(
    <ClientProvider client={client}>
      <PositionsPanel profile={{ ...profile, positions: DEFAULT_RULES }} />
    </ClientProvider>,
  );
  const labelled = (name: string) => {
    const label = [...page.box.querySelectorAll("label")].find((element) => text(element) === name);
    const found = document.getElementById(label?.htmlFor ?? "");
    if (found === null) throw new Error(`Nothing is called ${name} in ${text(page.box)}`);
    return found;
  };
  const button = (name: string) => {
    const found = [...page.box.querySelectorAll("button")].find((element) => text(element) === name);
    if (found === undefined) throw new Error(`No button ${name}`);
    return found;
  };
  return { ...page, labelled, button, update };
}

const field = (element: HTMLElement) => element as HTMLInputElement;

afterEach(takeDown);

test("it says that stops work only while the program runs, and each default", () => {
  const { box, labelled } = show();
  expect(text(box)).toContain("They work only while the program runs.");
  expect(text(box)).toContain("under the entry price; default 2.5%");
  expect(field(labelled("Stop-loss")).value).toBe("2.5");
  expect(text(box)).toContain("at most, one an asset; default 4");
});

test("what was changed goes out as exact shares, and nothing else", async () => {
  const { labelled, button, update } = show();
  typeInto(field(labelled("Stop-loss")), "3.5");
  click(labelled("Trailing stop"));
  click(labelled("Time stop"));
  typeInto(field(labelled("Hours of the time stop")), "48");
  click(labelled("Protective exits"));
  click(button("Save rules"));
  await settle();
  expect(update).toHaveBeenCalledExactlyOnceWith({
    profileId: "core",
    changes: { positions: { stopLoss: "0.035", trailing: "0.05", timeStopHours: 48, protectiveExits: true } },
  });
});

test("each way of sizing shows its own number; half of Kelly's fraction is the most", () => {
  const { box, labelled, button } = show();
  click(button("Kelly"));
  expect(text(box)).toContain("nothing under 30 signals");
  expect(field(labelled("Part of Kelly's fraction")).value).toBe("50");
  typeInto(field(labelled("Part of Kelly's fraction")), "60");
  expect(text(box)).toContain("50");
  expect(field(labelled("Part of Kelly's fraction")).getAttribute("aria-invalid")).toBe("true");
  click(button("By volatility"));
  expect(field(labelled("Volatility of a position")).value).toBe("5");
  click(button("Undo"));
  expect(field(labelled("Size of a position")).value).toBe("5");
});

test("a refusal is shown and what was typed stays", async () => {
  const refusal = Object.assign(new Error("The store is full."), { code: "STORE_FULL", data: {} });
  const { box, labelled, button } = show(vi.fn(async () => Promise.reject(refusal)));
  typeInto(field(labelled("Stop-loss")), "3");
  click(button("Save rules"));
  await settle();
  expect(text(box)).toContain("The store is full.");
  expect(field(labelled("Stop-loss")).value).toBe("3");
});
