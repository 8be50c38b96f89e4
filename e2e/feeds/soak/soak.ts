// What do hours of mixed faults at all four venues leave behind? Nothing: no lie, no growth, no lost quote, no unhandled rejection.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "#shared/domain/time.ts";
import { FAULT_CASES } from "../fault-cases.ts";
import { type FeedVenue, FeedWorld, MARKETS } from "../feed-world.ts";
import { type Lie, Truth } from "../truth.ts";

export interface SoakReport {
  readonly seed: number;
  readonly venue: FeedVenue;
  readonly hours: number;
  readonly faults: number;
  readonly frames: number;
  readonly received: number;
  readonly unaccounted: number;
  readonly lies: readonly Lie[];
  readonly looks: number;
  readonly connects: number;
  readonly mostConnectsInFiveMinutes: number;
  /** Heap in use about the end of each hour, in MB, after a collection. */
  readonly heapMb: readonly number[];
  /** Open handles of the process at the same moments (sockets, servers, timers of Node). */
  readonly handles: readonly number[];
  /** Whether all prices were live and by stream at the end. */
  readonly endedWell: boolean;
}

const FIVE_MINUTES = 5 * MINUTE_MS;

export async function soak(venue: FeedVenue, hours: number, seed: number): Promise<SoakReport> {
  const world = await FeedWorld.open({ venues: [venue], seed });
  try {
    world.movePrices();
    const truth = new Truth(world, [venue]);
    const heapMb: number[] = [];
    const handles: number[] = [];
    let faults = 0;
    const endMs = world.time.clock.monotonicMs() + hours * HOUR_MS;
    let hourMs = world.time.clock.monotonicMs() + HOUR_MS;
    while (world.time.clock.monotonicMs() < endMs) {
      await world.pass(Math.round((30 + 240 * world.rng.next()) * SECOND_MS));
      const fault = FAULT_CASES[world.rng.integer(0, FAULT_CASES.length - 1)];
      const end = fault?.plant(world, venue);
      truth.noteFault(fault?.name ?? "none");
      faults += 1;
      await world.pass(Math.round((1 + 119 * world.rng.next() ** 2) * SECOND_MS));
      end?.();
      truth.noteFaultEnd();
      if (world.time.clock.monotonicMs() < hourMs) continue;
      hourMs += HOUR_MS;
      await world.pass(2 * MINUTE_MS);
      await world.forgetNotes();
      heapMb.push(heapNow());
      handles.push(process.getActiveResourcesInfo().length);
    }
    await world.pass(2 * MINUTE_MS);
    truth.dispose();
    const { received, rejected, conflated, delivered, pending } = world.engine.accounting();
    const { handshakes } = world.streams(venue);
    const { state, detail, liveSymbols } = world.health(venue);
    return {
      seed,
      venue,
      hours,
      faults,
      frames: world.venue(venue).feed.diagnostics?.().frames.received ?? 0,
      received,
      unaccounted: received - rejected - conflated - delivered - pending,
      lies: truth.lies,
      looks: truth.looks,
      connects: handshakes.length,
      mostConnectsInFiveMinutes: most(handshakes.map(({ at }) => at)),
      heapMb,
      handles,
      endedWell: state === "live" && detail === null && liveSymbols === MARKETS[venue].length,
    };
  } finally {
    await world.close();
  }
}

/** Node gives its collector away on request only. */
setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

function heapNow(): number {
  collect();
  return Math.round((process.memoryUsage().heapUsed / 1_048_576) * 10) / 10;
}

/** The most times within any five minutes. */
function most(times: readonly number[]): number {
  let start = 0;
  let highest = 0;
  for (const [at, time] of times.entries()) {
    while ((times[start] ?? time) <= time - FIVE_MINUTES) start += 1;
    highest = Math.max(highest, at - start + 1);
  }
  return highest;
}
