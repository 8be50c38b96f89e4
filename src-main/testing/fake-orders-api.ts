// What stands for a profile's orders in tests of the API and the shells? No order at all; whatever would change one says so in the journal.
import type { OrdersApi } from "#api/orders-api.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import { Topic } from "#engine/core/event-bus.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import type { QualityGroup } from "#shared/domain/execution-quality.ts";
import { assetSchema, type ProfileId } from "#shared/domain/ids.ts";

interface FakeOrdersOptions {
  readonly known: (profileId: ProfileId) => ProfileId;
  readonly changed: (reason: string) => Promise<void>;
}

const ZERO = decimalString("0");
const NOTHING: QualityGroup = {
  ...{ key: "all", legs: 0, filledLegs: 0, value: ZERO, fees: ZERO, feeBp: null },
  ...{ slippageCost: ZERO, slippageBp: null, medianMs: null },
};

export function fakeOrdersApi({ known, changed }: FakeOrdersOptions): OrdersApi {
  const noOrder = async (profileId: ProfileId, what: string | null): Promise<never> => {
    known(profileId);
    if (what !== null) await changed(what);
    throw new EngineError("ORDER_NOT_FOUND", "There is no such order.", { data: { path: "clientOrderId" } });
  };
  return {
    list: (profileId) => {
      known(profileId);
      return { rows: [], next: null, total: 0 };
    },
    fills: (profileId) => {
      known(profileId);
      return { rows: [], next: null, total: 0 };
    },
    standing: (profileId) => {
      known(profileId);
      return {
        read: () => ({
          readiness: { ok: true, reason: "All venues were reconciled." },
          ...{ open: [], openCount: 0, unknownCount: 0, orders: 0, fills: 0, revision: 0, recovery: null },
        }),
        subscribe: (listener) => new Topic<void>().subscribe(listener),
      };
    },
    life: (profileId) => noOrder(profileId, null),
    cancel: (profileId) => noOrder(profileId, "cancel order"),
    attest: (profileId) => noOrder(profileId, "attest order"),
    quality: (profileId) => {
      known(profileId);
      return {
        currency: assetSchema.parse("USD"),
        ...{ legs: [], total: NOTHING, byVenue: [], bySymbol: [], byDay: [], otherCurrency: 0 },
      };
    },
  };
}
