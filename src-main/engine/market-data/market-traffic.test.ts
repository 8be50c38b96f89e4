import { expect, test } from "vitest";
import { MarketTraffic } from "./market-traffic.ts";

test("the rate is that of the last ten seconds, or of those there were", () => {
  const traffic = new MarketTraffic();
  expect(traffic.perSecond).toBe(0);
  const second = (count: number) => {
    traffic.received += count;
    traffic.tick();
    return traffic.perSecond;
  };
  expect([second(4), second(2), second(0)]).toEqual([4, 3, 2]);
  for (let tick = 0; tick < 10; tick += 1) second(5);
  expect(traffic.perSecond).toBe(5);
  expect(second(0)).toBe(4.5);
  for (let tick = 0; tick < 30; tick += 1) second(0);
  expect(traffic.perSecond).toBe(0);
});
