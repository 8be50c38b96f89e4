import { describe, expect, it } from "vitest";
import { computeReturnSeries } from "#engine/market-data/compute-return-series.ts";
import { type DailyReturnsOptions, DailyReturnsService } from "#engine/risk/daily-returns-service.ts";
import type { Asset } from "#shared/domain/ids.ts";
import { DAY_MS } from "#shared/domain/time.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { RiskReader } from "./risk-reader.ts";

const USD = "USD" as Asset;
const BTC = "BTC" as Asset;
const ETH = "ETH" as Asset;
const NEVER = new AbortController().signal;

function readerOf(market: DailyReturnsOptions["market"], clock: ManualClock): RiskReader {
  return new RiskReader({ returns: new DailyReturnsService({ market, clock, logger: silentLogger }) });
}

/** Returns that swing by the asset's size, known for its last `days`. */
function open(days: Readonly<Record<string, number>>) {
  const clock = new ManualClock();
  const asked: string[] = [];
  const market: DailyReturnsOptions["market"] = {
    returnSeries: async (asset, currency, timeframe, { bars }) => {
      asked.push(asset);
      const known = days[asset];
      if (known === undefined) throw new Error(`no past of ${asset}`);
      const empty = computeReturnSeries([], { asset, currency, timeframe, bars, until: clock.now() });
      const returns = empty.returns.map((_, index) =>
        index < empty.returns.length - known ? Number.NaN : ((index % 3) - 1) * (asset === "BTC" ? 0.02 : 0.03),
      );
      return { ...empty, returns };
    },
  };
  return { clock, asked, reader: readerOf(market, clock) };
}

describe("the risk of drifting assets", () => {
  it("is the shrunk covariance of the days on which all have returns, and says which days", async () => {
    const { reader, clock } = open({ BTC: 90, ETH: 60 });
    const risk = await reader.read([ETH, BTC], USD, NEVER);
    expect(risk).toMatchObject({ assets: ["BTC", "ETH"], returns: 60, missing: [] });
    expect(risk.shrinkage).toBeGreaterThanOrEqual(0);
    expect(risk.covariance?.size).toBe(2);
    expect((risk.to ?? 0) - (risk.from ?? 0)).toBe(90 * DAY_MS);
    expect(risk.to).toBe(clock.now());
  });

  it("is not told where one asset has too few returns or no past, and names it", async () => {
    const { reader } = open({ BTC: 90, ETH: 29 });
    expect(await reader.read([BTC, ETH], USD, NEVER)).toMatchObject({
      covariance: null,
      missing: ["ETH"],
      returns: 90,
    });
    const none = open({ BTC: 90 });
    expect(await none.reader.read([BTC, ETH], USD, NEVER)).toMatchObject({ covariance: null, missing: ["ETH"] });
  });

  it("waits two seconds at most, and stops with its reason when it is given up", async () => {
    const clock = new ManualClock();
    const market = { returnSeries: () => new Promise<never>(() => undefined) };
    const reader = readerOf(market, clock);
    const read = reader.read([BTC], USD, NEVER);
    await clock.advance(2_000);
    expect(await read).toMatchObject({ covariance: null, missing: ["BTC"] });
    const stop = new AbortController();
    const given = reader.read([BTC], USD, stop.signal);
    stop.abort(new Error("given up"));
    await expect(given).rejects.toThrow("given up");
  });
});
