import { expect, it } from "vitest";
import { DAY_MS, MINUTE_MS } from "#shared/domain/time.ts";
import { ScriptedFeed, scriptedMinute } from "#testing/scripted-feed.ts";
import { DayAgoPrices } from "./day-ago-prices.ts";

const START = 1_767_571_200_000;
const FIVE_MS = 5 * MINUTE_MS;

it("takes a candle once, in order, and the venue's correction of one", async () => {
  const prices = new DayAgoPrices();
  const five = (index: number, price: number) => scriptedMinute(START + index * FIVE_MS, price);
  for (const index of [0, 1, 2]) prices.add("5m", five(index, 100 + index));
  prices.add("1m", scriptedMinute(START + 3 * FIVE_MS, 999));
  const at = (index: number) => prices.priceAt(START + index * FIVE_MS + DAY_MS + MINUTE_MS)?.toString();
  expect([at(0), at(1), at(2), at(3)]).toEqual(["100", "101", "102", "102"]);
  prices.add("5m", five(1, 500));
  // One that was never there is no correction.
  prices.add("5m", scriptedMinute(START + FIVE_MS / 2, 999));
  expect([at(0), at(1), at(2)]).toEqual(["100", "500", "102"]);
});

it("joins what the venue tells to what closed since", async () => {
  const prices = new DayAgoPrices();
  const feed = new ScriptedFeed("kraken", ["BTC/USD"]);
  feed.minutes = Array.from({ length: 10 }, (_, index) => scriptedMinute(START + index * MINUTE_MS, 10 + index));
  prices.add("5m", scriptedMinute(START + 2 * FIVE_MS, 77));
  const [market] = feed.instruments;
  if (market === undefined) throw new Error("No market");
  await prices.load(feed, market.symbol, new AbortController().signal);
  const at = (minute: number) => prices.priceAt(START + minute * MINUTE_MS + DAY_MS)?.toString();
  expect([at(3), at(8), at(12)]).toEqual(["10", "15", "77"]);
});
