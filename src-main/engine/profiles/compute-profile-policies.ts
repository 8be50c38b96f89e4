// Which of the program's times for orders does a profile set for itself?

import type { ProfileOperation } from "#shared/domain/profile-operation.ts";
import type { DurationMs } from "#shared/domain/time.ts";

/** Of the settings' own default, which is that of the policies. */
const USUAL_TIMEOUT_S = 45;

/** In proportion: a harness that divides all times divides this one too. */
export function computeProfilePolicies<P extends { readonly orderTimeoutMs: DurationMs }>({
  policies,
  profile: { operation },
}: {
  readonly policies: P;
  readonly profile: { readonly operation: Pick<ProfileOperation, "orderTimeoutS"> };
}): P {
  const orderTimeoutMs = Math.round((policies.orderTimeoutMs * operation.orderTimeoutS) / USUAL_TIMEOUT_S);
  return { ...policies, orderTimeoutMs: Math.max(1, orderTimeoutMs) };
}
