// Is the asset of the pool chosen by order and volume, and does a holder keep its place unless it is clearly beaten?
import { describe, expect, it } from "vitest";
import type { Asset } from "#shared/domain/ids.ts";
import { DAY_MS, unixMs } from "#shared/domain/time.ts";
import {
  computeAssetChoice,
  computeBaseAssets,
  computePoolScores,
  type PoolReading,
  type PoolScore,
} from "./compute-asset-choice.ts";

const BARS = 2_161;
const SEED = "5f".repeat(32);

/** `swing` 0: it only rises, so its returns fall in one order; larger: the more it swings, the less order. */
function reading(asset: string, volume: number, kind: "order" | "some" | "noise", bars = BARS): PoolReading {
  let state = asset.length + 7;
  let log = 0;
  const closes = Float64Array.from({ length: bars }, (_, index) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const noise = state / 2 ** 32 - 0.5;
    const steady = (index % 24) / 24;
    log += 0.001 * (kind === "order" ? steady : kind === "noise" ? noise : index % 2 === 0 ? steady : noise);
    return Math.exp(log);
  });
  return { asset: asset as Asset, volume, closes };
}

const named = (scores: readonly PoolScore[]) => scores.map(({ asset, score }) => `${asset} ${score}`);

describe("pool scores", () => {
  it("are half the rank of order, half the rank of volume", () => {
    const { scores, unread } = computePoolScores([
      reading("A", 10, "noise"),
      reading("B", 30, "order"),
      reading("C", 20, "some"),
    ]);
    expect(scores.map(({ asset, orderRank, volumeRank }) => [asset, orderRank, volumeRank])).toEqual([
      ["B", 1, 1],
      ["C", 0.5, 0.5],
      ["A", 0, 0],
    ]);
    expect(named(scores)).toEqual(["B 1", "C 0.5", "A 0"]);
    expect(unread).toEqual([]);
    for (const { entropy } of scores) expect(entropy >= 0 && entropy <= 1).toBe(true);
    expect(scores.at(-1)?.entropy).toBeGreaterThan(0.99);
  });

  it("go by volume, then by name, where they are equal, in whatever order the pool is", () => {
    const pool = [reading("A", 1, "order"), reading("B", 2, "noise")];
    expect(named(computePoolScores(pool).scores)).toEqual(["B 0.5", "A 0.5"]);
    expect(computePoolScores(pool.toReversed())).toEqual(computePoolScores(pool));
    const twins = [reading("Y", 1, "order"), reading("X", 1, "order")];
    expect(named(computePoolScores(twins).scores)).toEqual(["X 0.5", "Y 0.5"]);
  });

  it("leave out what has too little history, a price that is none, or no volume", () => {
    const broken = reading("D", 1, "noise");
    broken.closes[700] = 0;
    const { scores, unread } = computePoolScores([
      reading("A", 1, "noise"),
      reading("B", 1, "noise", 1_900),
      reading("C", Number.NaN, "noise"),
      broken,
      reading("E", 1, "noise", 1_945),
    ]);
    expect(scores.map(({ asset }) => asset).toSorted()).toEqual(["A", "E"]);
    expect(unread).toEqual(["B", "C", "D"]);
  });

  it("look at the last 90 days only", () => {
    const before = reading("A", 1, "noise", 500).closes;
    const { closes } = reading("A", 1, "order");
    const longer = { asset: "A" as Asset, volume: 1, closes: Float64Array.of(...before, ...closes) };
    expect(computePoolScores([longer])).toEqual(computePoolScores([reading("A", 1, "order")]));
  });

  it("say how steady the order is between the halves of the window, and nothing of fewer than three", () => {
    const pool = [reading("A", 1, "noise"), reading("B", 1, "order"), reading("C", 1, "some")];
    expect(computePoolScores(pool).rankStability).toBeCloseTo(1, 12);
    expect(computePoolScores(pool.slice(1)).rankStability).toBeNull();
  });
});

describe("the choice", () => {
  const now = unixMs(100 * DAY_MS);
  const pool = (...scores: readonly (readonly [string, number])[]) => ({
    unread: [],
    rankStability: null,
    scores: scores.map(([asset, score]) => ({
      ...{ asset: asset as Asset, score, entropy: 1, volume: 1, orderRank: score, volumeRank: score },
    })),
  });
  const choose = (holder: string | null, days: number | null, ...scores: readonly (readonly [string, number])[]) =>
    computeAssetChoice({
      pool: pool(...scores),
      holder: holder as Asset | null,
      chosenAt: days === null ? null : unixMs(now - days * DAY_MS),
      now,
    });

  it("falls on the best where there is no holder, or it has left the pool", () => {
    expect(choose(null, null, ["A", 0.9], ["B", 0.5])).toEqual({ kind: "choose", asset: "A", lead: null });
    expect(choose("Z", 31, ["A", 0.9])).toEqual({ kind: "choose", asset: "A", lead: null });
    expect(choose("Z", 31)).toEqual({ kind: "none" });
  });

  it("leaves the holder its place unless it is beaten by 0.15", () => {
    expect(choose("B", 31, ["A", 0.65], ["B", 0.5])).toMatchObject({ kind: "choose", asset: "A" });
    expect(choose("B", 31, ["A", 0.649], ["B", 0.5])).toMatchObject({ kind: "keep", asset: "B", best: "A" });
    expect(choose("A", 31, ["A", 0.65], ["B", 0.5])).toEqual({ kind: "keep", asset: "A", best: "A", lead: 0 });
    // 0.8 - 0.65 is a little less than 0.15 in doubles.
    expect(choose("B", 31, ["A", 0.8], ["B", 0.65])).toMatchObject({ kind: "choose", asset: "A" });
  });

  it("is not made again within 30 days", () => {
    expect(choose("B", 29, ["A", 1], ["B", 0])).toEqual({ kind: "early", asset: "B", nextAt: unixMs(101 * DAY_MS) });
    expect(choose("B", 30, ["A", 1], ["B", 0])).toMatchObject({ kind: "choose", asset: "A", lead: 1 });
  });
});

describe("base assets", () => {
  const list = (names: string) => [...names] as Asset[];

  it("are all of up to five, sorted, each once", () => {
    expect(computeBaseAssets(list("CABA"), SEED)).toEqual(["A", "B", "C"]);
  });

  it("are five drawn by the seed of more, the same whatever their order, others for another seed", () => {
    const drawn = computeBaseAssets(list("ABCDEFGHIJKL"), SEED);
    expect(drawn).toHaveLength(5);
    expect(computeBaseAssets(list("LKJIHGFEDCBA"), SEED)).toEqual(drawn);
    const lists = Array.from({ length: 20 }, (_, index) =>
      computeBaseAssets(list("ABCDEFGHIJKL"), `${index}`).join(""),
    );
    expect(new Set(lists).size).toBeGreaterThan(15);
    expect(new Set(lists.join("")).size).toBe(12);
  });
});
