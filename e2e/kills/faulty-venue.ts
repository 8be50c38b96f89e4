// What goes wrong at a venue while the program trades there? One call in so many, by a seeded draw, in one of the ways that networks and servers have.

import { SeededRng } from "#engine/simulation/seeded-rng.ts";
import { ensure } from "#shared/domain/assert.ts";
import { BROKEN_BODIES, type Fault } from "../venue-server/core/faults.ts";
import type { VenueSide } from "./venue-side.ts";

/** Share of all calls that meet a fault. */
const SHARE = 0.1;
/** Longer than the program waits for an answer, with its waits divided by 20 (10 s), and shorter. */
const TOO_LONG_MS = 700;
const SLOW_MS = 150;

const EVERY_CALL: readonly Fault[] = [
  { kind: "dropRequest" },
  { kind: "reset" },
  { kind: "dropReply" },
  { kind: "delay", delayMs: SLOW_MS },
  { kind: "delayReply", delayMs: SLOW_MS },
  { kind: "delayReply", delayMs: TOO_LONG_MS },
  { kind: "status", status: 500, executed: false },
  { kind: "status", status: 502, executed: true },
  { kind: "text", text: BROKEN_BODIES.html, contentType: "text/html" },
  { kind: "text", text: BROKEN_BODIES.malformedJson },
];

/** Plants them for good; `met` counts the calls that met one. */
export function plantFaults(side: VenueSide, seed: number): { readonly met: number } {
  const rng = SeededRng.of(seed);
  const { faults } = side.running.server;
  let drawn: Fault | null = null;
  let met = 0;
  // Asked first, and meets nothing: one draw for each call, whatever comes of it.
  const draw = () => {
    drawn = rng.next() < SHARE ? ensure(EVERY_CALL[rng.integer(0, EVERY_CALL.length - 1)], "fault") : null;
    if (drawn !== null) met += 1;
    return false;
  };
  faults.add({ kind: "dropRequest" }, { path: /^/, when: draw });
  for (const fault of EVERY_CALL) faults.add(fault, { path: /^/, when: () => drawn === fault, times: Infinity });
  return {
    get met() {
      return met;
    },
  };
}
