// Would the venue take an order with this key? It is asked to check one and not to place it.
import { canPay, computeProbeMarket, computeProbeOrder } from "#engine/accounts/compute-probe-order.ts";
import type { VenueClient } from "#engine/ports/exchange-client.ts";
import type { IdGenerator } from "#engine/ports/id-generator.ts";
import type { VenueMarket } from "#engine/ports/venues.ts";
import { type KeyPermissions, missingToTrade } from "#shared/domain/key-permissions.ts";
import { venueName } from "#shared/domain/venue.ts";
import type { Holdings } from "./check-holdings.ts";
import { labels } from "./check-permissions.ts";
import type { Verdict } from "./check-report.ts";

const skipped = (message: string): Verdict => ({ state: "skipped", message });
const warning = (message: string): Verdict => ({ state: "warning", message });

export async function checkOrder(options: {
  readonly client: VenueClient;
  readonly market: VenueMarket;
  readonly ids: IdGenerator;
  readonly permissions: KeyPermissions;
  readonly holdings: Holdings;
  readonly signal: AbortSignal;
}): Promise<Verdict> {
  const { client, market, ids, permissions, holdings, signal } = options;
  const name = venueName(market.venue);
  const missing = missingToTrade(permissions);
  if (missing.length > 0) return skipped(`Not checked: the key may not trade (it lacks ${labels(missing)}).`);
  if (!market.abilities.validateOrder) return skipped(`${name} cannot check an order without placing it.`);
  const probe = computeProbeMarket(holdings.instruments, holdings.free);
  if (probe === null) return skipped(`No market of ${name} is open for orders now.`);
  const { instrument } = probe;
  const [quote] = await market.fetchTickers([instrument.symbol], { signal });
  const order = quote === undefined ? null : computeProbeOrder(probe, quote);
  if (order === null) return skipped(`${name} tells no price of ${instrument.symbol} now.`);
  const outcome = await client.validateOrder(
    { ...order, clientOrderId: ids.clientOrderId(), kind: "limit" },
    { signal },
  );
  switch (outcome.kind) {
    case "valid":
      return {
        state: "ok",
        message: `${name} would take an order (${order.side} ${order.quantity} ${instrument.base} at ${order.limitPrice} ${instrument.quote}). None was placed.`,
      };
    case "invalid":
      return canPay(order, instrument, holdings.free)
        ? warning(`${name} would not take an order now: ${outcome.message}`)
        : warning(`The account holds too little for the smallest order of ${instrument.symbol}: ${outcome.message}`);
    case "notSupported":
      return skipped(`${name} cannot check an order without placing it: ${outcome.reason}`);
    case "unknown":
      return warning(`${name} did not say whether it would take an order: ${outcome.cause}`);
  }
}
