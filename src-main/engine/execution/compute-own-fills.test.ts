import { expect, test } from "vitest";
import { clientOrderIdSchema, venueOrderIdSchema } from "#shared/domain/ids.ts";
import { testFill } from "#testing/portfolio-fakes.ts";
import { computeOwnFills } from "./compute-own-fills.ts";

const OURS = clientOrderIdSchema.parse("00000000-0000-4000-8000-000000000001");
const FOREIGN = clientOrderIdSchema.parse("ffffffff-ffff-4fff-8fff-ffffffffffff");
const venueId = (id: string) => venueOrderIdSchema.parse(id);
const fill = (clientOrderId: typeof OURS, venueOrderId: string) => ({
  ...testFill({ id: "1", symbol: "BTC/USD", side: "buy", quantity: "1", price: "1", fee: ["USD", "0"], ts: 0 }),
  clientOrderId,
  venueOrderId: venueId(venueOrderId),
});

test("a fill belongs by its client id, or by the venue's id under which the order is known", () => {
  const fills = [fill(OURS, "a"), fill(FOREIGN, "a"), fill(FOREIGN, "b")];
  expect(computeOwnFills(fills, { clientOrderId: OURS, venueOrderId: venueId("a") })).toEqual([
    fill(OURS, "a"),
    fill(OURS, "a"),
  ]);
  expect(computeOwnFills(fills, { clientOrderId: OURS, venueOrderId: null })).toEqual([fill(OURS, "a")]);
});
