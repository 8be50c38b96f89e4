// Do our clock and the venue's agree?

import { denyPlan, type Gate } from "#engine/risk/gate.ts";
import { SECOND_MS } from "#shared/domain/time.ts";

const MOST_MS = SECOND_MS;

export const clock: Gate = {
  name: "Clock",
  when: "always",
  check: ({ clockErrorMs, draft }) => {
    if (clockErrorMs === null) return denyPlan("CLOCK_UNKNOWN", `The time of ${draft.venue} could not be read.`);
    return Math.abs(clockErrorMs) > MOST_MS
      ? denyPlan(
          "CLOCK_ERROR",
          `The clock is ${clockErrorMs} ms off that of ${draft.venue}; ${MOST_MS} ms are allowed.`,
        )
      : null;
  },
};
