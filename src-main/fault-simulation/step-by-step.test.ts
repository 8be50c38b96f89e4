// Does all that waits on promises run between two steps?
import { expect, it } from "vitest";
import { stepByStep } from "./step-by-step.ts";

it("lets promises go as far as they can after each step, over many rounds", async () => {
  const seen: string[] = [];
  let steps = 0;
  const work = async (name: number) => {
    for (let hop = 0; hop < 20; hop += 1) await null;
    seen.push(`work ${name}`);
  };
  await stepByStep(() => {
    seen.push(`step ${steps}`);
    void work(steps);
    steps += 1;
    return steps < 100;
  });
  expect(seen.slice(0, 199)).toEqual(
    Array.from({ length: 100 }, (_, at) => [`step ${at}`, `work ${at}`])
      .flat()
      .slice(0, 199),
  );
});

it("lets what was begun before the first step go on first", async () => {
  const seen: string[] = [];
  void (async () => {
    await null;
    seen.push("before");
  })();
  await stepByStep(() => {
    seen.push("step");
    return false;
  });
  expect(seen).toEqual(["before", "step"]);
});

it("rejects with what a step throws and takes no other", async () => {
  let steps = 0;
  const run = stepByStep(() => {
    steps += 1;
    throw new Error("no further");
  });
  await expect(run).rejects.toThrow("no further");
  expect(steps).toBe(1);
});
