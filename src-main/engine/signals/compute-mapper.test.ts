// Does the ensemble weigh as it says, and does a pick follow from its hash alone?
import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { marketSymbolSchema } from "#shared/domain/ids.ts";
import { strategyNameSchema } from "#shared/domain/strategy-name.ts";
import { computeEnsemble, computePick, NEVER_DRAWN, type Vote } from "./compute-mapper.ts";
import { STRATEGIES } from "./registry.ts";

const BTC = marketSymbolSchema.parse("BTC/USDC");
const vote = (name: Vote["name"], weight: number, direction: number | null): Vote => ({ name, weight, direction });

describe("ensemble", () => {
  it.each([
    {
      why: "all agree",
      votes: [vote("volumeMomentum", 0.3, 0.5), vote("entropyGate", 0.25, 0.9)],
      scale: 1,
      direction: (0.3 * 0.5 + 0.25 * 0.9) / 0.55,
      agreement: 1,
    },
    {
      why: "one of four against",
      votes: [vote("volumeMomentum", 3, 0.8), vote("evidenceCombiner", 1, -0.4)],
      scale: 1,
      direction: 0.5,
      agreement: 0.75,
    },
    {
      why: "abstaining is not 0: the weight is shared among the others",
      votes: [vote("volumeMomentum", 1, 0.6), vote("entropyGate", 1, null)],
      scale: 1,
      direction: 0.6,
      agreement: 1,
    },
    {
      why: "a scale halves the direction and leaves the agreement",
      votes: [vote("volumeMomentum", 3, -0.8), vote("evidenceCombiner", 1, 0.4)],
      scale: 0.5,
      direction: -0.25,
      agreement: 0.75,
    },
    {
      why: "no weight, no vote",
      votes: [vote("volumeMomentum", 1, 0.6), vote("entropyGate", 0, -1)],
      scale: 1,
      direction: 0.6,
      agreement: 1,
    },
  ])("$why", ({ votes, scale, direction, agreement }) => {
    const ensemble = computeEnsemble(votes, scale);
    expect(ensemble?.direction).toBeCloseTo(direction, 15);
    expect(ensemble?.agreement).toBeCloseTo(agreement, 15);
    expect(ensemble?.raw).toBeCloseTo(Math.abs(direction) * agreement, 15);
  });

  it("is none where nobody votes", () => {
    expect(computeEnsemble([], 1)).toBeNull();
    expect(computeEnsemble([vote("volumeMomentum", 1, null), vote("entropyGate", 0, 1)], 1)).toBeNull();
  });

  it("lies between the lowest and the highest vote, whatever the weights sum to", () => {
    const direction = fc.double({ min: -1, max: 1, noNaN: true });
    const weight = fc.double({ min: 0.001, max: 5, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(weight, direction), { minLength: 1, maxLength: 6 }), (pairs) => {
        const ensemble = computeEnsemble(
          pairs.map(([own, value]) => vote("volumeMomentum", own, value)),
          1,
        );
        const directions = pairs.map(([, value]) => value);
        expect(ensemble?.direction).toBeGreaterThanOrEqual(Math.min(...directions) - 1e-12);
        expect(ensemble?.direction).toBeLessThanOrEqual(Math.max(...directions) + 1e-12);
        expect(ensemble?.raw).toBeLessThanOrEqual(Math.abs(ensemble?.direction ?? 0) + 1e-12);
      }),
    );
  });
});

it("only strategies that scale are never drawn", () => {
  expect(STRATEGIES.filter(({ role }) => role === "scale").map(({ name }) => name)).toEqual(NEVER_DRAWN);
  expect(STRATEGIES.map(({ name }) => name)).toEqual(strategyNameSchema.options);
});

describe("pick", () => {
  const weights = { volumeMomentum: 0.3, entropyGate: 0.25, weightTensor: 0.2, evidenceCombiner: 0.25 };
  const pick = (epoch: number, more: Partial<Parameters<typeof computePick>[0]> = {}) =>
    computePick({ rotatingHash: "ab".repeat(32), epoch, symbol: BTC, weights, ...more });

  it("follows from hash, epoch and symbol through SHA-256 and the cumulative weights by name", () => {
    const byName = ["entropyGate", "evidenceCombiner", "volumeMomentum", "weightTensor"];
    const bounds = [0.25, 0.5, 0.8, 1];
    for (let epoch = 0; epoch < 50; epoch += 1) {
      const hash = createHash("sha256")
        .update(`["${"ab".repeat(32)}",${epoch},"BTC/USDC"]`)
        .digest();
      const u = Number(hash.readBigUInt64BE() >> 11n) / 2 ** 53;
      expect(pick(epoch)).toBe(byName[bounds.findIndex((bound) => u < bound)]);
    }
  });

  it("draws each strategy about as often as its weight says", () => {
    const counts = new Map<string, number>();
    for (let epoch = 0; epoch < 4_000; epoch += 1) {
      const name = pick(epoch) ?? "none";
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    // Five deviations of the binomial.
    for (const [name, weight] of Object.entries(weights)) {
      expect(Math.abs((counts.get(name) ?? 0) - 4_000 * weight)).toBeLessThan(
        5 * Math.sqrt(4_000 * weight * (1 - weight)),
      );
    }
  });

  it("draws again among those that are left, and nothing where none is", () => {
    for (let epoch = 0; epoch < 50; epoch += 1) {
      const first = pick(epoch);
      expect(first).not.toBeNull();
      const second = pick(epoch, { without: first === null ? [] : [first] });
      expect(second).not.toBeNull();
      expect(second).not.toBe(first);
    }
    expect(pick(1, { without: strategyNameSchema.options })).toBeNull();
    expect(pick(1, { weights: {} })).toBeNull();
    expect(pick(1, { weights: { executionSchedule: 1 } })).toBeNull();
    expect(pick(1, { weights: { volumeMomentum: 0, cycleWheel: 1 } })).toBe("cycleWheel");
  });
});
