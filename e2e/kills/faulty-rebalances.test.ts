// Do orders come to a correct end without a person, and is every plan at its target or says why not, where one call in ten goes wrong?
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { computeEnds } from "#fault-simulation/compute-ends.ts";
import { inRoot } from "../../scripts/prepare/paths.mjs";
import { EngineProcess } from "../fixtures/engine-process.ts";
import { keepLongResult } from "../fixtures/keep-long-result.ts";
import { audit, readEntries } from "./audit.ts";
import { FAULTY_PLANS, IS_LONG, LIMIT_MS } from "./counts.ts";
import { plantFaults } from "./faulty-venue.ts";
import { Person } from "./person.ts";
import { DIVISOR, type VenueName, VenueSide } from "./venue-side.ts";

/** Of all orders, over so many that a share means something; in `npm test` all but one. */
const LEAST_CORRECT = 0.99;
const MOST_POINTS = 1;
/** A person's tries to go on with a held plan before it is ended. */
const RESUMES = 5;

beforeAll(() => {
  if (!existsSync(inRoot("out", "main", "headless.js")))
    throw new Error("The built program trades here, and there is none: run npm run build first.");
});

describe.concurrent("the built program at a venue where one call in ten goes wrong", () => {
  it.each(Object.entries(FAULTY_PLANS) as [VenueName, number][])(
    "brings its orders to a correct end at %s",
    async (venue, plans) => {
      const side = await VenueSide.start(venue);
      const folder = mkdtempSync(path.join(tmpdir(), `schwabot-faults-${venue}-`));
      const dataDir = path.join(folder, "data");
      const engine = await EngineProcess.start({
        dataDir,
        endpoints: { [side.venue]: side.running.server.url },
        env: { SCHWABOT_POLICY_DIVISOR: String(DIVISOR) },
      });
      try {
        const person = await Person.at(engine);
        const profileId = await person.setUp(side.venue, side.key, side.mixes[0]);
        const faults = plantFaults(side, 1);
        // Only once the program says that it can find out nothing more does a person say it: such an order counts as not correct.
        const held = () =>
          person.whenHeld(profileId, (id) => side.books((account) => account.orderByClientId(id) === null));
        for (let plan = 0; plan < plans; plan += 1) {
          await person.approve(profileId, side.mixes);
          let open = await held();
          for (let tries = 0; open !== null && tries < RESUMES && (await person.resume(open)); tries += 1)
            open = await held();
          if (open !== null) {
            await person.cancelAll(open);
            expect(await held()).toBeNull();
          }
        }
        side.running.server.faults.clear();
        person.leave();
        await engine.stop();
        const wrong = side.books((account) => audit(dataDir, account, true));
        const ends = computeEnds(readEntries(dataDir));
        const correct = ends.orders.filter(({ isCorrect }) => isCorrect).length;
        const off = ends.plans.filter(({ worstPoints }) => worstPoints > MOST_POINTS);
        const result = { plans, met: faults.met, orders: ends.orders.length, correct, off };
        process.stdout.write(`Rebalances under faults at ${venue}: ${JSON.stringify(result)}\n`);
        if (IS_LONG) keepLongResult("kills", `faults-${venue}`, result);
        expect(wrong).toEqual([]);
        expect(faults.met).toBeGreaterThan(plans);
        expect(ends.orders.length).toBeGreaterThan(plans);
        const fewest = IS_LONG ? Math.ceil(ends.orders.length * LEAST_CORRECT) : ends.orders.length - 1;
        expect(correct).toBeGreaterThanOrEqual(fewest);
        expect(off.filter(({ why }) => why.every((text) => text === ""))).toEqual([]);
      } finally {
        if (engine.isRunning) await engine.kill();
        await side.close();
        rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
      }
    },
    LIMIT_MS,
  );
});
