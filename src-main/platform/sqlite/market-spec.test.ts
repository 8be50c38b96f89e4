import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { decimalString } from "#shared/domain/decimal.ts";
import { marketSymbolSchema, venueIdSchema } from "#shared/domain/ids.ts";
import { unixMs } from "#shared/domain/time.ts";
import { MARKET_SPEC } from "./market-spec.ts";
import { openFile } from "./open-file.ts";
import { candleRows } from "./repositories/candles.ts";

const root = mkdtempSync(join(tmpdir(), "schwabot-market-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const NOW = Date.UTC(2026, 10, 20, 10, 0, 5);
const VENUE = venueIdSchema.parse("kraken");
const SYMBOL = marketSymbolSchema.parse("BTC/USD");

it("keeps the candles of an older file, as ours, so that imports and the venue may replace them", () => {
  const first = openFile(root, { ...MARKET_SPEC, migrations: MARKET_SPEC.migrations.slice(0, 1) }, NOW);
  const insert = first.db.prepare(
    "INSERT INTO candles VALUES ('kraken', 'BTC/USD', '1m', ?, '1', '2', '1', '2', '5', 1)",
  );
  for (const time of [60_000, 120_000, 180_000]) insert.run(time);
  first.db.close();
  const { db } = openFile(root, MARKET_SPEC, NOW);
  const candles = candleRows(db);
  const price = (text: string) => decimalString(text);
  const prices = { open: price("9"), high: price("9"), low: price("9"), close: price("9"), volume: price("1") };
  const candle = (openTime: number) => ({ openTime: unixMs(openTime), ...prices, closed: true });
  expect(candles.confirmed(VENUE, SYMBOL)).toEqual({});
  expect(candles.save(VENUE, SYMBOL, "1m", [candle(120_000)], "import")).toBe(1);
  const range = { from: unixMs(180_000), until: unixMs(240_000) };
  expect(candles.confirm(VENUE, SYMBOL, "1m", range, [candle(180_000)])).toEqual([candle(180_000)]);
  expect(candles.list(VENUE, SYMBOL, "1m", { limit: 10 }).map(({ close }) => close)).toEqual(["2", "9", "9"]);
  expect(candles.series()).toMatchObject([{ venue: "kraken", first: 60_000, last: 180_000, imported: 1 }]);
  db.close();
});
