// What does the conformance suite need to know of Coinbase Exchange?
import { z } from "zod";
import type { ExchangePermission } from "../venue-server/coinbaseexchange/quirks.ts";
import { startCoinbaseExchangeServer } from "../venue-server/coinbaseexchange/start-coinbase-exchange-server.ts";
import type { LoggedRequest } from "../venue-server/core/request-log.ts";
import { GATEWAY_ROWS, refused, row, says, UNKNOWN, unproven } from "./answer-rows.ts";
import type { AnswerRow, KeyRights, VenueUnderTest, WireOrder } from "./venue-under-test.ts";

const RIGHTS: Readonly<Record<KeyRights, readonly ExchangePermission[]>> = {
  trade: ["view", "trade"],
  view: ["view"],
  withdraw: ["view", "trade", "transfer"],
  nothing: [],
};

/** The sentence is the code. */
const message = (status: number, text: string, meaning: Omit<AnswerRow, "name" | "fault">): AnswerRow =>
  row(`HTTP ${status} ${text}`, says(status, { message: text }), meaning);
const forOrders = (status: number, text: string): AnswerRow =>
  message(status, text, { ...refused("VENUE_REJECTED", text), cancel: null });

const ANSWERS: readonly AnswerRow[] = [
  message(400, "invalid signature", refused("VENUE_AUTH", "invalid signature")),
  message(401, "Invalid API Key", refused("VENUE_AUTH", "Invalid API Key")),
  message(400, "Invalid Passphrase", refused("VENUE_AUTH", "Invalid Passphrase")),
  message(400, "request timestamp expired", refused("VENUE_CLOCK", "request timestamp expired")),
  message(403, "Forbidden", refused("VENUE_PERMISSION", "Forbidden")),
  row("HTTP 403 with nothing", says(403, {}), refused("VENUE_PERMISSION", null)),
  message(429, "Public rate limit exceeded", refused("VENUE_RATE_LIMITED", "Public rate limit exceeded")),
  row("HTTP 418", says(418, {}), refused("VENUE_BANNED", null)),
  row("HTTP 451", says(451, "Unavailable For Legal Reasons"), refused("VENUE_NOT_SUPPORTED", null)),
  forOrders(400, "Insufficient funds"),
  forOrders(400, "size is too small. Minimum size is 0.001"),
  forOrders(400, "size is too accurate. Smallest unit is 0.00000001"),
  forOrders(400, "price is too accurate. Smallest unit is 0.01"),
  forOrders(400, "funds is too large. Maximum size is 1000000"),
  forOrders(400, "Limit only mode"),
  forOrders(400, "Post only mode"),
  message(400, "Cancel only mode", refused("VENUE_MAINTENANCE", "Cancel only mode")),
  message(503, "Service under maintenance", { read: "VENUE_MAINTENANCE", submit: UNKNOWN, cancel: "unknown" }),
  message(500, "Internal server error", unproven("VENUE_UNREACHABLE")),
  row("an order without an id", says(200, { status: "pending" }), { read: null, submit: UNKNOWN, cancel: null }),
  ...GATEWAY_ROWS,
];

const orderSchema = z.object({
  client_oid: z.string().nullable().default(null),
  side: z.enum(["buy", "sell"]),
  type: z.enum(["limit", "market"]),
  size: z.string().nullable().default(null),
  price: z.string().nullable().default(null),
  funds: z.string().nullable().default(null),
  time_in_force: z.string().optional(),
  post_only: z.boolean().optional(),
});

function readWire({ body }: LoggedRequest): WireOrder {
  const order = orderSchema.parse(JSON.parse(body));
  const resting = order.post_only === true ? "postOnly" : "limit";
  const limit = order.time_in_force === "IOC" ? "limitIoc" : resting;
  return {
    clientId: order.client_oid,
    side: order.side,
    kind: order.type === "market" ? "market" : limit,
    quantity: order.size,
    price: order.price,
    quoteAmount: order.funds,
  };
}

const get = (path: string | RegExp) => ({ method: "GET", path }) as const;

export const coinbaseExchangeUnderTest: VenueUnderTest = {
  venue: "coinbaseexchange",
  symbol: "BTC/USD",
  base: "BTC",
  quote: "USD",
  price: "100000",
  async start(options) {
    const server = await startCoinbaseExchangeServer(options);
    const revokers = new Map<string, () => void>();
    return {
      server,
      addKey: ({ rights = "trade", ...wish } = {}) => {
        const { apiKey, secret, passphrase, revoke } = server.addKey({ permissions: RIGHTS[rights], ...wish });
        revokers.set(apiKey, revoke);
        return { apiKey, secret, passphrase };
      },
      revoke: ({ apiKey }) => revokers.get(apiKey)?.(),
    };
  },
  routes: {
    submit: { method: "POST", path: "/orders" },
    cancel: { method: "DELETE", path: /^\/orders\/./ },
    validate: null,
    balances: get("/accounts"),
    openOrders: get("/orders"),
    tickers: get(/^\/products\/[^/]+\/ticker$/),
    book: get(/^\/products\/[^/]+\/book$/),
    candles: get(/^\/products\/[^/]+\/candles$/),
    markets: get("/products"),
    time: get("/time"),
    fees: get("/fees"),
    permissions: null,
  },
  cancelAll: /^DELETE \/orders\/?$/,
  readWire,
  extraBalances: [],
  checkedFee: null,
  marketBuyByQuantity: true,
  repeatedId: { open: "unknown", filled: "unknown" },
  forgetsEmptyOrders: true,
  lateOrder: "placed",
  codes: {
    funds: "Insufficient funds",
    minimum: "notional is too small. Minimum is 1",
    tick: "price is too accurate. Smallest unit is 0.01",
    postOnly: "post only",
    permission: "Forbidden",
  },
  answers: ANSWERS,
  states: [["online", "online"]],
  rights: { withdraw: null, tellsAddresses: false },
  history: { pageOf: { fills: 100, transfers: 100 }, ledger: true },
  clockOff: "refused",
};
