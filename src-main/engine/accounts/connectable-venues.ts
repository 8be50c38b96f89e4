// Which venues can be connected in this run, and what must a person know of each?
import { EngineError } from "#engine/core/engine-error.ts";
import type { Venues } from "#engine/ports/venues.ts";
import type { ConnectableVenue } from "#shared/contract/views.ts";
import type { EndpointKind } from "#shared/domain/account.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import { connectFacts, venueName } from "#shared/domain/venue.ts";
import { type Environment, findEnvironmentKey } from "./environment-keys.ts";

const UNKNOWN_CANNOT =
  "It is reached in a general way, without the special care that Binance, Coinbase and Kraken get: parts of it may not work.";

export function connectableVenues(venues: Venues, environment: Environment): readonly ConnectableVenue[] {
  return venues.all.flatMap((venue) => {
    const facts = connectFacts(venue);
    if (facts === null) return [];
    const known = venues.known.includes(venue);
    const endpoints = endpointsOf(venues, venue);
    return {
      venue,
      name: venueName(venue),
      known,
      fields: facts.fields.map((field) => ({ ...field })),
      endpoints: [...endpoints],
      loopbackAddress: venues.loopbackAddress(venue),
      tellsPermissions: facts.tellsPermissions,
      keyPage: facts.keyPage,
      steps: [...facts.steps],
      cannot: known ? cannotOf(venues, venue, endpoints) : [UNKNOWN_CANNOT],
      environment: [...(findEnvironmentKey(environment, venue)?.names ?? [])],
    };
  });
}

/** A venue that is redirected to a test server takes keys of that server only: a real key is never sent there. */
function endpointsOf(venues: Venues, venue: VenueId): readonly EndpointKind[] {
  if (venues.endpoint(venue) === "loopback") return ["loopback"];
  return connectFacts(venue)?.sandbox === true ? ["production", "sandbox"] : ["production"];
}

/** Throws VENUE_NOT_SUPPORTED or VENUE_OTHER_SERVER. */
export function refuseUnknownPlace(venues: Venues, venue: VenueId, endpoint: EndpointKind): void {
  if (!venues.all.includes(venue)) {
    throw new EngineError("VENUE_NOT_SUPPORTED", `${venueName(venue)} is no exchange that can be connected.`);
  }
  const possible = endpointsOf(venues, venue);
  if (possible.includes(endpoint)) return;
  if (endpoint === "loopback" || possible.includes("loopback")) {
    const message = `${venueName(venue)} is reached as ${possible.join(" or ")} in this run, not as ${endpoint}.`;
    throw new EngineError("VENUE_OTHER_SERVER", message);
  }
  throw new EngineError("VENUE_NOT_SUPPORTED", `${venueName(venue)} has no ${endpoint} for spot orders.`);
}

function cannotOf(venues: Venues, venue: VenueId, [endpoint]: readonly EndpointKind[]): string[] {
  return endpoint === undefined ? [] : [...venues.market(venue, endpoint).abilities.cannot];
}
