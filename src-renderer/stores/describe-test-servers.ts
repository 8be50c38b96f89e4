// What must the window say of test servers that stand in for venues in this run? Pure.
import type { SystemInfo } from "#shared/contract/views.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { venueName } from "#shared/domain/venue.ts";

export interface TestServersOfRun {
  readonly words: string;
  readonly title: string;
  /** Every connected account of the profile belongs to a test server. */
  readonly isOnly: boolean;
}

/** Null where the run has none. */
export function describeTestServers(
  servers: SystemInfo["testServers"],
  profile: Pick<Profile, "accounts"> | null,
): TestServersOfRun | null {
  const [first] = servers;
  if (first === undefined) return null;
  const venues = new Set((profile?.accounts ?? []).map(({ venue }) => venue));
  const met = servers.filter(({ venue }) => venues.has(venue));
  const shown = met.length === 0 ? servers : met;
  const connections = (profile?.accounts ?? []).flatMap(({ connection }) =>
    connection === undefined ? [] : [connection],
  );
  const isOnly = connections.length > 0 && connections.every(({ endpoint }) => endpoint === "loopback");
  const { venue: shownVenue, address } = shown[0] ?? first;
  const one = `test server ${address}`;
  return {
    // Beside other venues the test server is named with its own: it must not speak for them.
    words: shown.length > 1 ? `${shown.length} test servers` : isOnly ? one : `${venueName(shownVenue)}: ${one}`,
    title: `Test servers on this computer: ${servers.map(({ venue, address }) => `${venueName(venue)} at ${address}`).join(", ")}`,
    isOnly,
  };
}
