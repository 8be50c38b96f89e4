import { expect, it } from "vitest";
import { runRounds } from "./rounds.ts";

it("runs every variant once a round, each round from another one on", async () => {
  const order: string[] = [];
  const variant = (name: string) => async (round: number) => {
    order.push(name);
    return `${name}${round}`;
  };
  const samples = await runRounds(2, { a: variant("a"), b: variant("b"), c: variant("c") });
  expect(order.join("")).toBe("abcbca");
  expect(samples).toEqual({ a: ["a0", "a1"], b: ["b0", "b1"], c: ["c0", "c1"] });
});
