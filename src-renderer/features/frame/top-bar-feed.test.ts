import { expect, test } from "vitest";
import { sampleFeed } from "#renderer/stores/testing-feeds.ts";
import { toLostFeed, toTopBarFeed } from "./top-bar-feed.ts";

const trouble = { markets: 2, symbol: "ETH/USD", state: "stale", reason: "No confirmation from the venue for 20 s." };

test.each<[string, Parameters<typeof sampleFeed>[0], readonly (string | undefined)[]]>([
  ["all well", {}, ["live", undefined, undefined]],
  ["a part fails", { trouble }, ["lagging", "2 of 10 in doubt", "ETH/USD: No confirmation from the venue for 20 s."]],
  ["prices come another way", { detail: "Asked for every 2 s." }, ["lagging", undefined, "Asked for every 2 s."]],
  ["slow", { state: "lagging" }, ["lagging", "slow", undefined]],
  [
    "slow, and a part fails",
    { state: "lagging", trouble },
    ["lagging", "2 of 10 in doubt", "ETH/USD: No confirmation from the venue for 20 s."],
  ],
  ["stale", { state: "stale", oldestAgeMs: 17_400, trouble }, ["stale", "stale 17 s", undefined]],
  [
    "down",
    { state: "down", detail: "The venue closed the connection.", trouble },
    ["down", "down", "The venue closed the connection."],
  ],
])("%s", (_name, changes, expected) => {
  const { health, note, reason, href } = toTopBarFeed(sampleFeed(changes));
  expect([health, note, reason]).toEqual(expected);
  expect(href).toBe("#/feeds/kraken");
});

test("nothing is said of a feed while the engine is silent", () => {
  expect(toLostFeed(sampleFeed())).toMatchObject({ health: "off", note: "unknown" });
});
