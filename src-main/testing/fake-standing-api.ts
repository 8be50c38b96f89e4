// What stands for a profile's standing approvals in tests of the API and the shells? None at all; whatever would change one says so in the journal.
import type { StandingApprovalsApi } from "#api/standing-approvals-api.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import { Topic } from "#engine/core/event-bus.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import type { ProfileId } from "#shared/domain/ids.ts";

interface FakeStandingOptions {
  readonly known: (profileId: ProfileId) => ProfileId;
  readonly changed: (reason: string) => Promise<void>;
}

export function fakeStandingApi({ known, changed }: FakeStandingOptions): StandingApprovalsApi {
  return {
    view: (profileId) => {
      known(profileId);
      const today = { turnover: decimalString("0"), cost: decimalString("0") };
      return {
        read: () => ({ records: [], today }),
        subscribe: (listener) => new Topic<void>().subscribe(listener),
      };
    },
    propose: (profileId) => {
      known(profileId);
      throw new EngineError("STANDING_SUSPENDED", "Everything was paused.");
    },
    create: async (profileId) => {
      known(profileId);
      await changed("allow automatic rebalancing");
      throw new EngineError("STANDING_NONCE", "There is no such proposal.");
    },
    revoke: async (profileId) => {
      known(profileId);
      await changed("stop automatic rebalancing");
      throw new EngineError("STANDING_NOT_FOUND", "There is no such standing approval.");
    },
  };
}
