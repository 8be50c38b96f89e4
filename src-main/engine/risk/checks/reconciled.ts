// Is it known how orders and balances stand at the venues?
import { denyPlan, type Gate } from "#engine/risk/gate.ts";

export const reconciled: Gate = {
  name: "Venues reconciled",
  when: "always",
  check: ({ ready }) => (ready.ok ? null : denyPlan("NOT_RECONCILED", `Trading is not enabled yet: ${ready.reason}`)),
};
