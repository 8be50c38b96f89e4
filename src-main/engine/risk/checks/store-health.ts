// Can what is done be written down?
import { denyPlan, type Gate } from "#engine/risk/gate.ts";

export const storeHealth: Gate = {
  name: "Journal writable",
  when: "always",
  check: ({ store }) =>
    store.state === "ok"
      ? null
      : denyPlan(
          "STORE_NOT_OK",
          `The data folder is not fit for trading (${store.state}): ${store.detail ?? "see the log"}`,
        ),
};
