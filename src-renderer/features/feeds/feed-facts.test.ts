import { describe, expect, it, test } from "vitest";
import { sampleFeed } from "#renderer/stores/testing-feeds.ts";
import { feedFacts, feedTrouble, uptimeText, whyNotReconnect } from "./feed-facts.ts";

test.each([
  [null, "not yet known"],
  [1, "100%"],
  [0.999_99, "99.99%"],
  [0.987_654, "98.76%"],
  [0, "0.00%"],
])("a share of the time of %s reads %s", (share, text) => {
  expect(uptimeText(share)).toBe(text);
});

describe("the facts of a feed", () => {
  const facts = (changes: Parameters<typeof sampleFeed>[0]) =>
    Object.fromEntries(feedFacts(sampleFeed(changes), "utc").map(({ name, value }) => [name, value]));

  it("tell connections and messages where there are some", () => {
    expect(facts({})).toEqual({
      "Live since": "1 Jan 1970 00:00:00 UTC",
      "Live, last hour": "100%",
      "Live, last 2 h": "99.99%",
      Lag: "38 ms",
      Connections: "1",
      Reconnects: "2",
      "Opened, last 5 min": "1 of 300",
      Messages: "6,000",
      "Read the quick way": "5,000 (83.3%)",
      "Read whole": "999 (16.6%)",
      "Not understood": "1",
    });
  });

  it("tell outages where prices are asked for", () => {
    expect(facts({ connection: null, reconnects: 3, lagMs: null, state: "down" })).toEqual({
      "In this state since": "1 Jan 1970 00:00:00 UTC",
      "Live, last hour": "100%",
      "Live, last 2 h": "99.99%",
      Lag: "not known",
      "Outages that ended": "3",
    });
  });
});

describe("what is wrong", () => {
  const trouble = { markets: 1, symbol: "ETH/USD", state: "suspect", reason: "Not yet confirmed." };

  it.each<[Parameters<typeof sampleFeed>[0], string | null]>([
    [{}, null],
    [{ detail: "Asked for every 2 s." }, "Asked for every 2 s."],
    [{ trouble }, "One of 10 markets has a price that may be old or wrong. ETH/USD: Not yet confirmed."],
    [{ state: "down", detail: "Closed.", trouble }, "No price comes. Closed."],
    [{ state: "stale" }, "Its prices are old."],
  ])("%j", (changes, words) => {
    expect(feedTrouble(sampleFeed(changes))).toBe(words);
  });

  it("says why there is nothing to connect anew", () => {
    expect(whyNotReconnect(sampleFeed())).toBeNull();
    expect(whyNotReconnect(sampleFeed({ canReconnect: false, source: "rest" }))).toContain("asked for");
  });
});
