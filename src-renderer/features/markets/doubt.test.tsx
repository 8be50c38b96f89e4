// Does nothing on Markets that rests on a doubtful price look good, and is a book that is out of step never shown?
import { act } from "react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { drawn, takeDown } from "#renderer/components/testing.tsx";
import { ClientProvider } from "#renderer/hooks/engine-client.tsx";
import { portfolioStore, pricesStore, profilesStore } from "#renderer/stores/engine-stores.ts";
import { nowStore } from "#renderer/stores/now-store.ts";
import { markIdle, markReady } from "#renderer/stores/remote-store.ts";
import { sampleHoldings, sampleMarket, samplePrices, sampleProfileSummary } from "#renderer/stores/testing-prices.ts";
import type { SchwabotClient } from "#shared/contract/contract.ts";
import { bookViewSchema } from "#shared/contract/market-data.ts";
import type { BookView } from "#shared/contract/views.ts";
import { assetSchema } from "#shared/domain/ids.ts";
import { ConsensusPanel } from "./consensus-panel.tsx";
import { DepthPanel } from "./depth-panel.tsx";
import { HoldingPanel } from "./holding-panel.tsx";
import { WatchListPanel } from "./watch-list-panel.tsx";

const SOL = assetSchema.parse("SOL");
const MARKETS = ["BTC/USD", "ETH/USD", "SOL/USD"].map((symbol) => sampleMarket(symbol));

beforeEach(() => {
  nowStore.setState({ now: 1_000 });
  markReady(profilesStore, [sampleProfileSummary()], 1);
  markReady(portfolioStore, sampleHoldings({ SOL: "suspect" }), 1);
  markReady(pricesStore, samplePrices({ SOL: "suspect", ETH: "lagging" }), 1);
});
afterEach(() => {
  takeDown();
  for (const store of [profilesStore, portfolioStore, pricesStore]) markIdle(store as typeof pricesStore);
});

test("the watch list greys what is in doubt, and only that", () => {
  const { box } = drawn(<WatchListPanel instruments={MARKETS} shown={null} />);
  const grey = [...box.querySelectorAll("a.in-doubt")];
  expect(grey.map(({ textContent }) => textContent?.slice(0, 3))).toEqual(["SOL"]);
  expect(grey[0]?.querySelector<HTMLElement>(".num.in-doubt")?.title).toContain("not confirmed yet");
});

test("a venue in doubt is grey beside the consensus, with its reason in sight", () => {
  const { box, find } = drawn(<ConsensusPanel asset={SOL} currency="USD" instruments={MARKETS} />);
  expect(find("tbody tr").className).toBe("stale");
  expect(find("tbody tr").textContent).toContain("suspect, streamed");
  expect(find(".quote-doubt").textContent).toBe("SOL is suspect.");
  expect(find(".consensus-figure").className).toContain("in-doubt");
  expect([...box.querySelectorAll("tbody tr:first-child td.num")].map(({ textContent }) => textContent)).toEqual([
    "99.00",
    "101.00",
    "100.00",
    "200.0",
    "0.0",
    "1.0 s",
  ]);
});

test("a slow venue is not grey", () => {
  const { box } = drawn(<ConsensusPanel asset={assetSchema.parse("ETH")} currency="USD" instruments={MARKETS} />);
  expect(box.querySelectorAll(".in-doubt, tr.stale, .quote-doubt")).toHaveLength(0);
});

test("the own holding greys what rests on the price, not what is held", () => {
  const { box } = drawn(<HoldingPanel asset={SOL} currency="USD" />);
  const grey = [...box.querySelectorAll(".in-doubt")].map((figure) => figure.closest("div")?.querySelector("dt"));
  expect(grey.map((name) => name?.textContent)).toEqual(["Weight, target", "Drift", "Unrealized"]);
});

/** A stream of the engine that sends what the test says. */
function bookStream() {
  const waiting: ((event: unknown) => void)[] = [];
  let seq = 0;
  return {
    watchBook: async () =>
      (async function* () {
        while (true) yield await new Promise((take) => waiting.push(take));
      })(),
    send: (data: BookView) => {
      waiting.shift()?.({ seq, tsInit: 1_000, kind: seq === 0 ? "state" : "change", data });
      seq += 1;
    },
  };
}

const view = (book: object | null, kept = true) =>
  bookViewSchema.parse({
    book: book === null ? null : { venue: "kraken", symbol: "SOL/USD", tsEvent: null, tsInit: 900, ...book },
    kept,
    depth: book === null ? [] : [{ withinBp: 10, bids: "12.5", asks: "8", bidsWhole: true, asksWhole: false }],
  });
const LEVELS = { bids: [["99", "2"]], asks: [["101", "3"]] };

test("the book is what the venue has; out of step it is said, and what was known is gone", async () => {
  const stream = bookStream();
  const [, , market] = MARKETS;
  if (market === undefined) throw new Error("No market");
  const { box } = drawn(
    <ClientProvider client={{ marketData: { watchBook: stream.watchBook } } as unknown as SchwabotClient}>
      <DepthPanel instrument={market} instruments={MARKETS} />
    </ClientProvider>,
  );
  const told = async (data: BookView) => {
    await act(async () => undefined);
    stream.send(data);
    await act(() => new Promise<void>((drawnAt) => requestAnimationFrame(() => drawnAt())));
  };
  await told(view(LEVELS));
  expect(box.textContent).toContain("spread 2.00");
  const bands = box.querySelector(".depth-bands tbody tr")?.textContent;
  expect(bands).toBe("10 bp12.500\u2265 at least 8.000");
  await told(view(null));
  expect(box.querySelector("[role=status]")?.textContent).toBe("The book is being read anew.");
  expect(box.querySelectorAll(".ladder-level, .depth-bands")).toHaveLength(0);
  await told(view(LEVELS));
  expect(box.textContent).not.toContain("read anew");
  // One that was asked for long ago is grey, with its age.
  await told(view({ ...LEVELS, tsInit: 0 }, false));
  act(() => nowStore.setState({ now: 20_000 }));
  expect(box.querySelector(".stale-content")).not.toBeNull();
  expect(box.textContent).toContain("20 s old");
});
