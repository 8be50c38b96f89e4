// Which mistakes are made with what a venue says of itself?
import type { VenueStatus } from "#engine/ports/venues.ts";
import type { Mutant } from "./mutant.ts";
import { ignoring } from "./permission-mutants.ts";

export const VENUE_MUTANTS: readonly Mutant[] = [
  {
    name: "closedVenueIgnored",
    mistake: "Orders are sent to a venue that said that it takes none.",
    mutation: ignoring(["VENUE_NOT_ONLINE"]),
  },
  {
    name: "statusAskedOnce",
    mistake: "A venue that was online once is online for ever.",
    mutation: (parts) => {
      const known = new Map<string, VenueStatus>();
      return {
        ...parts,
        venueStatus: (account, options) => {
          const before = known.get(account.id);
          if (before !== undefined) return Promise.resolve(before);
          const asked = parts.venueStatus(account, options);
          asked?.then(
            (status) => {
              if (status.state === "online") known.set(account.id, status);
            },
            () => undefined,
          );
          return asked;
        },
      };
    },
  },
  {
    name: "callsNotCounted",
    mistake: "Orders are sent with no calls kept back to follow and cancel them.",
    mutation: (parts, process) => {
      const unchecked = ignoring(["RATE_BUDGET"])(parts, process);
      return {
        ...unchecked,
        ExecutionEngine: class extends unchecked.ExecutionEngine {
          override waitsFor(...given: Parameters<InstanceType<typeof unchecked.ExecutionEngine>["waitsFor"]>) {
            return this.closedTo(...given);
          }
        },
      };
    },
  },
];
