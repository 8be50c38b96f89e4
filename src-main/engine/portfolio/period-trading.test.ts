// Are the entries of a period found and none besides, and do others have their turn between very many?
import { describe, expect, it } from "vitest";
import { unixMs } from "#shared/domain/time.ts";
import { asset, testTransaction as entry } from "#testing/portfolio-fakes.ts";
import { sumTrading } from "./period-trading.ts";

const USD = asset("USD");
const trade = (ts: number) =>
  entry({ id: `${ts}`, ts, type: "trade", side: "buy", asset: "BTC", quantity: "1", price: "2", fee: ["USD", "0.1"] });
const never = async (): Promise<never> => {
  throw new Error("no turn was due");
};

describe("sumTrading", () => {
  it("takes what lies after the start and up to the end, also where several entries have one time", async () => {
    const entries = [1, 2, 2, 3, 3, 5].map(trade);
    const over = async (from: number, until: number) => {
      const { trades, traded, fees } = await sumTrading(
        entries,
        USD,
        { from: unixMs(from), until: unixMs(until) },
        never,
      );
      return [trades, traded.toString(), fees.toString()];
    };
    expect(await over(1, 3)).toEqual([4, "8", "0.4"]);
    expect(await over(0, 9)).toEqual([6, "12", "0.6"]);
    expect(await over(2, 2)).toEqual([0, "0", "0"]);
    expect(await over(3, 4)).toEqual([0, "0", "0"]);
    expect(await over(5, 9)).toEqual([0, "0", "0"]);
  });

  it("goes through very many in steps, and sums all of them", async () => {
    const one = trade(1);
    let turns = 0;
    const sums = await sumTrading(
      { length: 50_000, at: (index) => ({ ...one, ts: unixMs(index + 1) }) },
      USD,
      { from: unixMs(0), until: unixMs(50_000) },
      async () => {
        turns += 1;
      },
    );
    expect([sums.trades, sums.fees.toString(), turns]).toEqual([50_000, "5000", 2]);
  });

  it("has nothing where there are no entries", async () => {
    const { trades, unvalued } = await sumTrading([], USD, { from: unixMs(0), until: unixMs(9) }, never);
    expect([trades, unvalued]).toEqual([0, 0]);
  });
});
