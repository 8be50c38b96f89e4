import { expect, test } from "vitest";
import { marketSymbolSchema } from "#shared/domain/ids.ts";
import { orderBookSchema } from "#shared/domain/quote.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { ScriptedFeed } from "#testing/scripted-feed.ts";
import { BookShelf } from "./book-shelf.ts";

const BTC = marketSymbolSchema.parse("BTC/USD");

function bench(source: "rest" | "stream" | "simulated") {
  const clock = new ManualClock();
  const feed = new ScriptedFeed("kraken", ["BTC/USD"], source);
  const shelf = new BookShelf(clock);
  const tell = (bid: string) => {
    feed.book = orderBookSchema.parse({
      venue: "kraken",
      symbol: BTC,
      bids: [[bid, "1"]],
      asks: [],
      tsEvent: null,
      tsInit: 0,
    });
  };
  const bid = async (options: Parameters<BookShelf["read"]>[2] = {}) =>
    (await shelf.read(feed, BTC, options)).bids[0]?.[0];
  tell("1");
  return { clock, tell, bid };
}

test.each(["rest", "stream"] as const)(
  "a book that may be so old is not read again, else it is; %s",
  async (source) => {
    const { clock, tell, bid } = bench(source);
    expect(await bid()).toBe("1");
    tell("2");
    await clock.advance(9_999);
    expect(await bid({ maxAgeMs: 10_000 })).toBe("1");
    expect(await bid({ maxAgeMs: 10_000, depth: 100 })).toBe("2");
    tell("3");
    expect(await bid()).toBe("3");
    tell("4");
    await clock.advance(10_000);
    expect(await bid({ maxAgeMs: 10_000 })).toBe("4");
  },
);

test("where a reading costs no call, the book is read each time", async () => {
  const { tell, bid } = bench("simulated");
  expect(await bid()).toBe("1");
  tell("2");
  expect(await bid({ maxAgeMs: 10_000 })).toBe("2");
});
