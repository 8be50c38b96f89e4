import { describe, expect, it } from "vitest";
import { computeReturnSeries } from "#engine/market-data/compute-return-series.ts";
import type { Asset } from "#shared/domain/ids.ts";
import { DAY_MS } from "#shared/domain/time.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { DailyReturnsService, LOOK_BACK_DAYS } from "./daily-returns-service.ts";

const USD = "USD" as Asset;
const BTC = "BTC" as Asset;
const ETH = "ETH" as Asset;
const NEVER = new AbortController().signal;

function open(past: readonly Asset[]) {
  const clock = new ManualClock();
  const asked: string[] = [];
  const market = {
    returnSeries: async (
      asset: Asset,
      currency: Asset,
      timeframe: "1d" | string,
      { bars }: { readonly bars: number },
    ) => {
      asked.push(`${asset} ${timeframe} ${bars}`);
      if (!past.includes(asset)) throw new Error(`no past of ${asset}`);
      return computeReturnSeries([], { asset, currency, timeframe: "1d", bars, until: clock.now() });
    },
  };
  return { clock, asked, market, service: new DailyReturnsService({ market, clock, logger: silentLogger }) };
}

describe("daily returns", () => {
  it("are read once a day, and known from then on", async () => {
    const { service, clock, asked } = open([BTC]);
    expect(service.known(BTC, USD)).toBeNull();
    expect((await service.read([BTC], USD, NEVER))?.map((series) => series?.asset)).toEqual([BTC]);
    await service.read([BTC], USD, NEVER);
    expect([asked, service.known(BTC, USD)?.asset]).toEqual([[`BTC 1d ${LOOK_BACK_DAYS + 1}`], BTC]);
    await clock.advance(DAY_MS);
    expect(service.known(BTC, USD)).toBeNull();
    await service.read([BTC], USD, NEVER);
    expect(asked).toHaveLength(2);
  });

  it("that could not be read are asked for again after a minute, not before", async () => {
    const { service, clock, asked } = open([]);
    expect(await service.read([ETH], USD, NEVER)).toEqual([null]);
    await clock.advance(59_999);
    await service.read([ETH], USD, NEVER);
    expect([asked.length, service.known(ETH, USD)]).toEqual([1, null]);
    await clock.advance(1);
    await service.read([ETH], USD, NEVER);
    expect(asked).toHaveLength(2);
  });

  it("hold nobody up for longer than two seconds, and end with the signal's reason", async () => {
    const clock = new ManualClock();
    const market = { returnSeries: () => new Promise<never>(() => undefined) };
    const service = new DailyReturnsService({ market, clock, logger: silentLogger });
    const read = service.read([BTC], USD, NEVER);
    await clock.advance(2_000);
    expect([await read, service.known(BTC, USD)]).toEqual([null, null]);
    const stop = new AbortController();
    const given = service.read([BTC], USD, stop.signal);
    stop.abort(new Error("given up"));
    await expect(given).rejects.toThrow("given up");
  });
});
