// What does one plan cost in processor time: the greedy pass over parsed inputs, and the whole from inputs to result?
import { computePlanModel } from "#engine/rebalancing/compute-plan-model.ts";
import { GreedyPlanner } from "#engine/rebalancing/greedy-planner.ts";
import { planGreedy } from "#engine/rebalancing/plan-greedy.ts";
import { measureLoop, measureLoopAsync } from "../support/measure-loop.ts";
import { planInput } from "./plan-input.ts";

export interface PlanShape {
  readonly profiles: number;
  readonly venues: number;
  readonly assets: number;
}

const inputsOf = ({ profiles, venues, assets }: PlanShape) =>
  Array.from({ length: profiles }, (_, index) => planInput(index + 1, venues, assets));

/** All profiles once each, inputs already parsed, on whatever arithmetic is in place. */
export function measurePass(shape: PlanShape) {
  const models = inputsOf(shape).map(computePlanModel);
  const legs = models.flatMap((model) => planGreedy(model).legs);
  const ms = measureLoop(() => {
    for (const model of models) planGreedy(model);
  });
  const quantities = legs.map(({ side, market, quantity }) => `${side} ${market.venue} ${market.symbol} ${quantity}`);
  return { ms, quantities };
}

/** All profiles once each, from the inputs as they come to the result as it goes out. */
export async function measureWhole(shape: PlanShape) {
  const inputs = inputsOf(shape);
  const planner = new GreedyPlanner();
  const results = await Promise.all(inputs.map((input) => planner.plan(input)));
  const ms = await measureLoopAsync(async () => {
    for (const input of inputs) await planner.plan(input);
  });
  const quantities = results.flatMap(({ legs }) =>
    legs.map(({ side, venue, symbol, quantity }) => `${side} ${venue} ${symbol} ${quantity}`),
  );
  return { ms, quantities };
}
