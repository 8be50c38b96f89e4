// What is known of a trading place before any call is made?
import type { VenueId } from "./ids.ts";

/** How real a venue's market is; shown wherever its prices or fills are shown. */
export type VenueNature = "simulated" | "replay" | "real";

interface VenueFacts {
  readonly name: string;
  readonly nature: VenueNature;
}

const FACTS: ReadonlyMap<string, VenueFacts> = new Map([
  ["sim-alpha", { name: "Sim Alpha", nature: "simulated" }],
  ["sim-beta", { name: "Sim Beta", nature: "simulated" }],
  ["replay", { name: "Replay", nature: "replay" }],
  ["binance", { name: "Binance", nature: "real" }],
  ["coinbase", { name: "Coinbase", nature: "real" }],
  ["coinbaseexchange", { name: "Coinbase Exchange", nature: "real" }],
  ["kraken", { name: "Kraken", nature: "real" }],
]);

/** Name for people; the id itself where we know no better one. */
export function venueName(venue: VenueId): string {
  return FACTS.get(venue)?.name ?? venue;
}

export function venueNature(venue: VenueId): VenueNature {
  return FACTS.get(venue)?.nature ?? "real";
}
