// Does the venue answer, and has it not had enough of us?
import { denyPlan, type Gate } from "#engine/risk/gate.ts";

export const venuePaused: Gate = {
  name: "Venue answers",
  when: "always",
  check: ({ paused }) => (paused === null ? null : denyPlan("VENUE_PAUSED", paused)),
};
