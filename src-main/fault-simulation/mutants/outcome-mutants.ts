// Which mistakes are made about what a venue did and what it says of it?
import type { OrderRequest } from "#engine/ports/exchange-client.ts";
import type { TradeId } from "#shared/domain/ids.ts";
import type { Fill } from "#shared/domain/order.ts";
import { type Mutant, withClients } from "./mutant.ts";

export const OUTCOME_MUTANTS: readonly Mutant[] = [
  {
    name: "timeoutIsFailure",
    mistake: "A send without an answer is taken for one that failed.",
    mutation: (parts) =>
      withClients(parts, (client) => ({
        submitOrder: async (request, options) => {
          const outcome = await client.submitOrder(request, options);
          return outcome.kind === "unknown"
            ? { kind: "rejected", code: "PRICE_UNKNOWN", message: outcome.cause }
            : outcome;
        },
      })),
  },
  {
    name: "resendUnderNewId",
    mistake: "A send without an answer is sent again under a new id.",
    mutation: (parts) =>
      withClients(parts, (client) => ({
        submitOrder: async (request, options) => {
          const outcome = await client.submitOrder(request, options);
          if (outcome.kind !== "unknown") return outcome;
          return await client.submitOrder({ ...request, clientOrderId: parts.ids.clientOrderId() }, options);
        },
      })),
  },
  {
    name: "resendUnderSameId",
    mistake: "A send without an answer is sent again under its id at once, at every venue.",
    mutation: (parts) =>
      withClients(parts, (client) => ({
        submitOrder: async (request, options) => {
          const outcome = await client.submitOrder(request, options);
          return outcome.kind === "unknown" ? await client.submitOrder(request, options) : outcome;
        },
      })),
  },
  {
    name: "sendTwice",
    mistake: "A library below retries each send.",
    mutation: (parts) =>
      withClients(parts, (client) => ({
        submitOrder: async (request, options) => {
          const first = await client.submitOrder(request, options);
          await client.submitOrder(request, options);
          return first;
        },
      })),
  },
  {
    name: "noQuarantine",
    mistake: "Not found at once counts as never placed.",
    mutation: (parts) => ({ ...parts, policies: { ...parts.policies, proofMarginMs: -60_000 } }),
  },
  {
    name: "expiryEverywhere",
    mistake: "A venue without an expiry is believed to have one.",
    mutation: (parts) =>
      withClients(parts, (client) => ({ rules: { ...client.rules, expiryMs: client.rules.expiryMs ?? 5_000 } })),
  },
  {
    name: "sameIdEverywhere",
    mistake: "Every venue is believed to give back the order that it has under an id.",
    mutation: (parts) => withClients(parts, (client) => ({ rules: { ...client.rules, idempotentClientId: true } })),
  },
  {
    name: "networkErrorIsGone",
    mistake: "A look-up that fails counts as not found.",
    mutation: (parts) =>
      withClients(parts, (client) => ({
        findOrder: async (request, options) => {
          const found = await client.findOrder(request, options);
          return found.kind === "noAnswer" ? { kind: "notFound" } : found;
        },
        fetchOpenOrders: (options) => client.fetchOpenOrders(options).catch(() => []),
        fetchFills: (request, options) => client.fetchFills(request, options).catch(() => []),
        fetchTime: (options) => client.fetchTime(options).catch(() => parts.clock.now()),
      })),
  },
  {
    name: "noFillIdentity",
    mistake: "A fill told twice counts twice.",
    mutation: (parts) => {
      let told = 0;
      const renamed = (fills: readonly Fill[]): readonly Fill[] =>
        fills.map((fill) => {
          told += 1;
          return { ...fill, tradeId: `${fill.tradeId}-${told}` as TradeId }; // still a text
        });
      return withClients(parts, (client) => ({
        fetchFills: async (request, options) => renamed(await client.fetchFills(request, options)),
      }));
    },
  },
  {
    name: "cancelIsBelieved",
    mistake: "An order whose cancel was sent is told as canceled, whatever became of it.",
    mutation: (parts) => {
      const canceled = new Set<string>();
      return withClients(parts, (client) => ({
        cancelOrder: async (request, options) => {
          canceled.add(request.venueOrderId);
          const outcome = await client.cancelOrder(request, options);
          return outcome.kind === "unknown" ? { kind: "accepted" } : outcome;
        },
        findOrder: async (request, options) => {
          const found = await client.findOrder(request, options);
          if (found.kind !== "found" || !canceled.has(found.order.venueOrderId)) return found;
          return found.order.state === "open" ? { ...found, order: { ...found.order, state: "canceled" } } : found;
        },
      }));
    },
  },
  {
    name: "fillsReadTooLate",
    mistake: "Fills are asked for from after the send on.",
    mutation: (parts) => ({ ...parts, policies: { ...parts.policies, lookBackMs: -120_000 } }),
  },
  {
    name: "foreignOrdersCanceled",
    mistake: "At its start the program clears away every open order of the account.",
    mutation: (parts) =>
      withClients(parts, (client) => ({
        fetchOpenOrders: async (options) => {
          const open = await client.fetchOpenOrders(options);
          for (const { venueOrderId, symbol } of open) await client.cancelOrder({ venueOrderId, symbol }, options);
          return open;
        },
      })),
  },
  {
    name: "quantityRoundedUp",
    mistake: "What is sent is one lot more than what was decided.",
    mutation: (parts) =>
      withClients(parts, (client) => ({
        submitOrder: (request, options) => client.submitOrder(oneLotMore(request), options),
      })),
  },
];

function oneLotMore(request: OrderRequest): OrderRequest {
  const [whole = "0", part = ""] = request.quantity.split(".");
  const lots = BigInt(whole + part.padEnd(4, "0")) + 1n;
  const text = lots.toString().padStart(5, "0");
  return { ...request, quantity: `${text.slice(0, -4)}.${text.slice(-4)}` as OrderRequest["quantity"] }; // digits as before
}
