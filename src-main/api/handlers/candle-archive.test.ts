// Do files of candles go out and come in through the contract?
import { createRouterClient } from "@orpc/server";
import { expect, it } from "vitest";
import { router } from "#api/router.ts";
import { marketSymbolSchema, venueIdSchema } from "#shared/domain/ids.ts";
import { HOUR_MS, unixMs } from "#shared/domain/time.ts";
import { fakeApi } from "#testing/fake-api-context.ts";
import { scriptedMinute } from "#testing/scripted-feed.ts";

const MARKET = { venue: venueIdSchema.parse("kraken"), symbol: marketSymbolSchema.parse("BTC/USD") };
const HEADER = "timestamp_ms,open,high,low,close,volume";

function setUp() {
  const api = fakeApi();
  const { marketData } = createRouterClient(router, { context: api.context });
  const first = api.context.clock.now() - 48 * HOUR_MS;
  const hours = Array.from({ length: 30 }, (_, index) => scriptedMinute(first + index * HOUR_MS, 100 + index));
  return { ...api, marketData, first, hours };
}

it("exports what is stored and imports it under another market, labelled", async () => {
  const { store, marketData, first, hours } = setUp();
  const { candles } = store.repositories;
  await candles.save(MARKET.venue, MARKET.symbol, "1h", hours, "venue");
  const page = await marketData.exportCandles({ ...MARKET, timeframe: "1h", from: unixMs(first), limit: 20 });
  expect(page).toMatchObject({ file: "BTCUSD.csv", candles: 20, next: first + 20 * HOUR_MS });
  const rest = await marketData.exportCandles({ ...MARKET, timeframe: "1h", from: unixMs(page.next ?? 0), limit: 20 });
  expect([rest.candles, rest.next]).toEqual([10, null]);
  const other = { ...MARKET, venue: venueIdSchema.parse("binance") };
  expect(await marketData.importCandles({ ...other, timeframe: null, file: page.file, csv: page.csv })).toEqual({
    timeframe: "1h",
    candles: 20,
    stored: 20,
    first,
    last: first + 19 * HOUR_MS,
  });
  expect(await candles.list(other.venue, other.symbol, "1h", { limit: 100 })).toEqual(hours.slice(0, 20));
  const { series, bytes } = await marketData.storedCandles({});
  expect(series.map(({ venue, imported }) => [venue, imported])).toEqual([
    ["binance", 20],
    ["kraken", 0],
  ]);
  expect(bytes).toBeGreaterThan(0);
});

it("refuses a file with one wrong row, says where, and stores nothing", async () => {
  const { marketData, first } = setUp();
  const row = (hour: number, close: string) => `${first + hour * HOUR_MS},10,12,9,${close},5`;
  const csv = [HEADER, row(0, "11"), row(1, "13")].join("\n");
  const outcome = marketData.importCandles({ ...MARKET, timeframe: "1h", file: "BTCUSD.csv", csv });
  await expect(outcome).rejects.toMatchObject({
    code: "INPUT_INVALID",
    message: 'BTCUSD.csv, line 3, column high: expected the highest price of its row, got "12".',
  });
  expect((await marketData.storedCandles({})).series).toEqual([]);
});
