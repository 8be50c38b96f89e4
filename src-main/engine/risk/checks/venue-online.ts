// Does the venue itself say that it takes such orders now?
import type { VenueStatus } from "#engine/ports/venues.ts";
import { denyPlan, type Gate } from "#engine/risk/gate.ts";
import type { OrderKind } from "#shared/domain/order.ts";

/** A venue that tells no state is judged by its answers and by the state of the market. */
const TAKES: Readonly<Record<VenueStatus["state"], readonly OrderKind[]>> = {
  online: ["limitIoc", "postOnly", "limit", "market"],
  unknown: ["limitIoc", "postOnly", "limit", "market"],
  limitOnly: ["limitIoc", "postOnly", "limit"],
  postOnly: ["postOnly"],
  cancelOnly: [],
  maintenance: [],
};

export const venueOnline: Gate = {
  name: "Venue online",
  when: "always",
  check: ({ venueStatus, draft }) => {
    if (venueStatus === null) return denyPlan("VENUE_STATUS_UNKNOWN", `The state of ${draft.venue} could not be read.`);
    return TAKES[venueStatus.state].includes(draft.kind)
      ? null
      : denyPlan("VENUE_NOT_ONLINE", `${draft.venue} is ${venueStatus.state}: ${venueStatus.detail ?? "no detail"}.`);
  },
};
