// How do the profiles' standing approvals fill the slot that their handlers may reach?
import type { StandingApprovalsApi } from "#api/standing-approvals-api.ts";
import type { Kernel } from "#engine/kernel.ts";

/** Ended ones that are still shown. */
const SHOWN = 20;

export function createStandingApprovalsApi(
  registry: Pick<Kernel["registry"], "runtime" | "follow">,
): StandingApprovalsApi {
  return {
    view: (profileId) => {
      registry.runtime(profileId);
      return {
        read: () => {
          const { standing, rebalance } = registry.runtime(profileId);
          const { turnover, cost } = rebalance.automaticDay();
          const today = { turnover: turnover.toString(), cost: cost.toString() };
          return { records: standing.list().slice(0, SHOWN), today };
        },
        // Plans change what today comes to.
        subscribe: (listener) =>
          registry.follow(profileId, ({ standing, rebalance }) => {
            const [own, plans] = [
              standing.changes.subscribe(() => listener()),
              rebalance.changes.subscribe(() => listener()),
            ];
            return {
              dispose: async () => {
                await own.dispose();
                await plans.dispose();
              },
            };
          }),
      };
    },
    propose: (profileId, terms) => registry.runtime(profileId).standing.propose(terms),
    create: (profileId, given) => registry.runtime(profileId).standing.create(given),
    revoke: (profileId, approvalId) => registry.runtime(profileId).standing.revoke(approvalId),
  };
}
