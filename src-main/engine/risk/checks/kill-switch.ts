// Is everything paused?
import { denyPlan, type Gate } from "#engine/risk/gate.ts";

export const killSwitch: Gate = {
  name: "Not paused",
  when: "always",
  check: ({ killSwitch: { on, reason } }) =>
    on ? denyPlan("KILL_SWITCH_ON", `Everything is paused: ${reason}`) : null,
};
