import { expect, it } from "vitest";
import { clientOrderIdSchema, nonceSchema, planIdSchema } from "#shared/domain/ids.ts";
import { CryptoIdGenerator } from "./crypto-id-generator.ts";

it("makes ids of the registered forms and never the same twice", () => {
  const ids = new CryptoIdGenerator();
  const seen = new Set<string>();
  for (let round = 0; round < 500; round += 1) {
    for (const id of [
      ids.planId(),
      ids.clientOrderId(),
      ids.suggestionId(),
      ids.signalId(),
      ids.batchId(),
      ids.bookChangeId(),
      ids.nonce(),
    ])
      seen.add(id);
  }
  expect(seen.size).toBe(3_500);
  expect(planIdSchema.safeParse(ids.planId()).success).toBe(true);
  expect(clientOrderIdSchema.safeParse(ids.clientOrderId()).success).toBe(true);
  expect(nonceSchema.parse(ids.nonce())).toHaveLength(43);
});
