// Is an order ever lost, placed twice or sent unasked when the real program is killed with SIGKILL, whatever it was doing?
import { existsSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { inRoot } from "../../scripts/prepare/paths.mjs";
import { keepLongResult } from "../fixtures/keep-long-result.ts";
import { IS_LONG, LANES, LIMIT_MS } from "./counts.ts";
import { KillWorld, type Life } from "./kill-world.ts";

beforeAll(() => {
  if (!existsSync(inRoot("out", "main", "headless.js")))
    throw new Error("The built program is killed here, and there is none: run npm run build first.");
});

describe.concurrent("the built program, real SQLite and the real exchange library", () => {
  it.each([...LANES])(
    "survives every kill at $name",
    async ({ venue, name, rows }) => {
      const lives: (Life & { readonly seed: number | null })[] = [];
      let [orders, fills] = [0, 0];
      for (const { seed, points } of rows) {
        const world = await KillWorld.open(venue);
        try {
          // The last life is left alone, and settles what the last kill left.
          for (const point of [...points, null]) lives.push({ seed, ...(await world.live(point)) });
        } finally {
          orders += world.traded.orders;
          fills += world.traded.fills;
          await world.close();
        }
      }
      const kills = lives.filter(({ killed }) => killed).length;
      const failures = lives.filter(({ violations }) => violations.length > 0);
      const missed = lives.filter(({ killed, point }) => !killed && point !== null);
      if (IS_LONG) keepLongResult("kills", name, { kills, orders, fills, failures, missed, lives });
      expect(failures).toEqual([]);
      // A drawn moment may lie beyond what a life brings; a chosen one must come.
      if (!IS_LONG) expect(missed).toEqual([]);
      expect(kills).toBeGreaterThan(rows.flatMap(({ points }) => points).length * 0.8);
      // Some plans are killed from end to end, without an order or a fill.
      expect(orders).toBeGreaterThanOrEqual(kills / 2);
      expect(fills).toBeGreaterThanOrEqual(kills / 2);
    },
    LIMIT_MS,
  );
});
