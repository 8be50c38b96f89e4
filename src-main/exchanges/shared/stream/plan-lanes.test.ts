import fc from "fast-check";
import { expect, test } from "vitest";
import { marketSymbolSchema } from "#shared/domain/ids.ts";
import type { StreamKey } from "./feed-protocol.ts";
import { planLanes } from "./plan-lanes.ts";

const keysOf = (markets: readonly number[]): StreamKey[] =>
  markets.flatMap((market) =>
    (["quotes", "trades"] as const).map((channel) => ({
      channel,
      symbol: marketSymbolSchema.parse(`C${market}/USD`),
      id: `C${market}`,
    })),
  );
const nameOf = ({ channel, symbol }: StreamKey) => `${channel} ${symbol}`;

test("every key has one place, markets stay together and where they are, no connection is too full", () => {
  const markets = fc.uniqueArray(fc.integer({ min: 0, max: 40 }));
  fc.assert(
    fc.property(fc.array(markets, { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 6 }), (steps, room) => {
      let lanes: readonly (readonly StreamKey[])[] = [];
      for (const step of steps) {
        const before = lanes;
        const wanted = keysOf(step);
        lanes = planLanes(before, wanted, room * 2);
        expect(lanes.flat().map(nameOf).sort()).toEqual(wanted.map(nameOf).sort());
        for (const [at, lane] of lanes.entries()) {
          expect(lane.length).toBeLessThanOrEqual(room * 2);
          for (const { symbol } of lane) {
            expect(lanes.every((other, number) => number === at || other.every((key) => key.symbol !== symbol))).toBe(
              true,
            );
          }
        }
        // What was on a connection that is still there is the same object in the same place.
        for (const [at, lane] of before.entries()) {
          for (const key of lane) {
            const now = lanes[at]?.find((other) => nameOf(other) === nameOf(key));
            if (wanted.some((other) => nameOf(other) === nameOf(key))) expect(now).toBe(key);
          }
        }
      }
    }),
  );
});
