import { describe, expect, it } from "vitest";
import { sampleAccountView } from "#renderer/stores/testing-accounts.ts";
import { clockWords, stateSentences, tightestBudget, usedShare } from "./account-words.ts";

describe("how an account is doing", () => {
  it("says the engine's own sentences first, else what the state means, else nothing", () => {
    const problem = { code: "VENUE_AUTH", message: "Kraken does not accept the key.", next: "Replace it." };
    expect(stateSentences(sampleAccountView({ state: "failing", problem }))).toBe(
      "Kraken does not accept the key. Replace it.",
    );
    expect(stateSentences(sampleAccountView({ state: "otherServer" }))).toContain("not sent anywhere");
    expect(stateSentences(sampleAccountView())).toBeNull();
  });

  it("shows the budget that is nearest to its end; a limit of zero is not full", () => {
    const { budgets } = sampleAccountView({
      budgets: [
        { scope: "ip", name: "Requests", used: 10, limit: 100 },
        { scope: "key", name: "Counter", used: 9, limit: 15 },
        { scope: "key", name: "Nothing", used: 0, limit: 0 },
      ],
    });
    expect(tightestBudget(budgets)?.name).toBe("Counter");
    expect(budgets.map(usedShare)).toEqual([0.1, 0.6, 0]);
    expect(tightestBudget([])).toBeNull();
  });

  it("writes the clock with its sign", () => {
    expect([12.4, -3.6, 0.2, null].map(clockWords)).toEqual(["+12 ms", "−4 ms", "0 ms", "not read"]);
  });
});
