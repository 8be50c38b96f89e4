import { describe, expect, it } from "vitest";
import { type Suggestion, suggestionSchema } from "#shared/domain/suggestion.ts";
import { countWords, isSnoozed, orderSuggestions } from "./suggestion-order.ts";

const NOW = 1_000;

function suggestion(title: string, fields: Partial<Record<keyof Suggestion, unknown>> = {}): Suggestion {
  return suggestionSchema.parse({
    id: "df16eb7f-0ac2-4ca3-8035-735e81935169",
    profileId: "demo-a",
    type: "threshold",
    asset: "SOL",
    title,
    reason: "",
    action: "",
    priority: "medium",
    measured: "0.07",
    limit: "0.05",
    openedAt: 10,
    updatedAt: 10,
    snoozedUntil: null,
    snoozedUntilDoubles: null,
    closedAt: null,
    closedBecause: null,
    dismissReason: null,
    ...fields,
  });
}

describe("suggestions", () => {
  it("come awake first, then by priority, then by age", () => {
    const ordered = orderSuggestions(
      [
        suggestion("asleep", { priority: "critical", snoozedUntil: 2_000 }),
        suggestion("low", { priority: "low" }),
        suggestion("high, later", { priority: "high", openedAt: 20 }),
        suggestion("high, first", { priority: "high" }),
      ],
      NOW,
    );
    expect(ordered.map(({ title }) => title)).toEqual(["high, first", "high, later", "low", "asleep"]);
  });

  it("wake up when their time is over; one that waits for a doubling sleeps on", () => {
    expect(isSnoozed(suggestion("over", { snoozedUntil: NOW }), NOW)).toBe(false);
    expect(isSnoozed(suggestion("asleep", { snoozedUntil: NOW + 1 }), NOW)).toBe(true);
    expect(isSnoozed(suggestion("doubles", { snoozedUntilDoubles: "0.14" }), NOW)).toBe(true);
  });

  it("are counted in words", () => {
    expect(countWords([suggestion("a")], NOW)).toBe("1 open");
    expect(countWords([suggestion("a"), suggestion("b", { snoozedUntil: 2_000 })], NOW)).toBe("1 open, 1 snoozed");
  });
});
