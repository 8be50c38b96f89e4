// Does a panel keep its head in every state, with the age of what is old and the refusal of what was asked for?
import { afterEach, expect, test } from "vitest";
import { LoadablePanel } from "./loadable-panel.tsx";
import type { Loadable } from "./loadable-view.tsx";
import { drawn, takeDown } from "./testing.tsx";

afterEach(takeDown);

const REFUSAL = { happened: "Kraken refused it.", meaning: "Nothing has changed.", next: "Try again." };

function shown(data: Loadable<string>, refusal: typeof REFUSAL | null = null) {
  const { box, find } = drawn(
    <LoadablePanel
      title="Gaps"
      meta="3 open"
      actions={<button type="button">Import</button>}
      data={data}
      rows={2}
      empty={{ children: "There are none." }}
      refusal={refusal}
    >
      {(value, isStale) => <p data-stale={isStale}>{value}</p>}
    </LoadablePanel>,
  );
  return { box, head: find(".ph").textContent, text: box.textContent };
}

test.each<[Loadable<string>, string, string]>([
  [{ state: "live", value: "two of them" }, "Gaps3 openImport", "two of them"],
  [{ state: "empty" }, "Gaps3 openImport", "There are none."],
  [{ state: "stale", value: "two of them", ageMs: 42_000 }, "Gaps3 open42 s oldImport", "two of them"],
  [{ state: "error", error: REFUSAL }, "Gaps3 openImport", "Kraken refused it. Nothing has changed. Try again."],
  [{ state: "loading" }, "Gaps3 openImport", ""],
])("%o", (data, head, body) => {
  const { head: found, text } = shown(data);
  expect(found).toBe(head);
  expect(text).toContain(`${head}${body}`);
});

test("a refusal stands above what is shown", () => {
  const { text, box } = shown({ state: "live", value: "two of them" }, REFUSAL);
  expect(text).toContain("Kraken refused it. Nothing has changed. Try again.two of them");
  expect(box.querySelectorAll("p")).toHaveLength(1);
});
