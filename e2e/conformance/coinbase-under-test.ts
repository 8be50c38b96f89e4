// What does the conformance suite need to know of Coinbase (Advanced Trade)?
import { z } from "zod";
import type { CoinbasePermission } from "../venue-server/coinbase/quirks.ts";
import { startCoinbaseServer } from "../venue-server/coinbase/start-coinbase-server.ts";
import type { LoggedRequest } from "../venue-server/core/request-log.ts";
import { GATEWAY_ROWS, refused, rejected, row, says, UNKNOWN, unproven } from "./answer-rows.ts";
import type { AnswerRow, KeyRights, VenueUnderTest, WireOrder } from "./venue-under-test.ts";

const RIGHTS: Readonly<Record<KeyRights, readonly CoinbasePermission[]>> = {
  trade: ["can_view", "can_trade"],
  view: ["can_view"],
  withdraw: ["can_view", "can_trade", "can_transfer"],
  nothing: [],
};

const ROOT = "/api/v3/brokerage";
const get = (name: string) => ({ method: "GET", path: `${ROOT}/${name}` }) as const;
const post = (name: string) => ({ method: "POST", path: `${ROOT}/${name}` }) as const;

/** Refused orders come with HTTP 200; a cancel is answered in another form. */
const refusal = (response: object, submit: AnswerRow["submit"]): AnswerRow =>
  row(
    `refused: ${JSON.stringify(response)}`,
    says(200, { success: false, failure_reason: "UNKNOWN_FAILURE_REASON", order_id: "", error_response: response }),
    {
      read: null,
      submit,
      cancel: null,
    },
  );
const reason = (word: string): AnswerRow =>
  refusal(
    {
      error: word,
      message: "words",
      preview_failure_reason: "UNKNOWN_PREVIEW_FAILURE_REASON",
      new_order_failure_reason: word,
    },
    rejected(word),
  );
const failure = (status: number, error: string, meaning: Omit<AnswerRow, "name" | "fault">): AnswerRow =>
  row(`HTTP ${status} ${error}`, says(status, { error, error_details: "words", message: "words" }), meaning);

const ANSWERS: readonly AnswerRow[] = [
  ...[
    "INSUFFICIENT_FUND",
    "UNSUPPORTED_ORDER_CONFIGURATION",
    "INVALID_PRODUCT_ID",
    "INVALID_SIZE_PRECISION",
    "INVALID_PRICE_PRECISION",
    "INVALID_LIMIT_PRICE_POST_ONLY",
    "INVALID_LIMIT_PRICE",
    "INVALID_NO_LIQUIDITY",
    "INELIGIBLE_PAIR",
    "COMMANDER_REJECTED_NEW_ORDER",
    "ORDER_ENTRY_DISABLED",
  ].map(reason),
  // The reason stands in whichever field Coinbase likes (trap 11).
  refusal(
    { error: "INSUFFICIENT_FUND", message: "Insufficient balance in source account" },
    rejected("INSUFFICIENT_FUND"),
  ),
  refusal(
    { error: "UNKNOWN_FAILURE_REASON", preview_failure_reason: "PREVIEW_INSUFFICIENT_FUND" },
    rejected("PREVIEW_INSUFFICIENT_FUND"),
  ),
  refusal({ error: "UNKNOWN_FAILURE_REASON" }, UNKNOWN),
  refusal({ error: "SOMETHING_NEVER_SEEN_BEFORE" }, UNKNOWN),
  row("an order without an id", says(200, { success: true, success_response: {} }), {
    read: null,
    submit: UNKNOWN,
    cancel: null,
  }),
  row("an empty object (trap 7)", says(200, {}), { read: "VENUE_ANSWER", submit: UNKNOWN, cancel: "unknown" }),
  row("HTTP 401", says(401, "Unauthorized\n", { "content-type": "text/plain" }), refused("VENUE_AUTH", null)),
  failure(403, "PERMISSION_DENIED", refused("VENUE_PERMISSION", "PERMISSION_DENIED")),
  failure(400, "INVALID_ARGUMENT", refused("VENUE_REJECTED", "INVALID_ARGUMENT")),
  failure(500, "INTERNAL", unproven("VENUE_UNREACHABLE")),
  failure(503, "UNAVAILABLE", unproven("VENUE_UNREACHABLE")),
  row(
    "HTTP 429",
    says(429, { errors: [{ id: "rate_limit_exceeded", message: "Too many requests" }] }),
    refused("VENUE_RATE_LIMITED", "rate_limit_exceeded"),
  ),
  row("HTTP 418", says(418, {}), refused("VENUE_BANNED", null)),
  row("HTTP 451", says(451, "Unavailable For Legal Reasons"), refused("VENUE_NOT_SUPPORTED", null)),
  ...GATEWAY_ROWS,
];

const sizes = z.object({
  base_size: z.string().optional(),
  quote_size: z.string().optional(),
  limit_price: z.string().optional(),
  post_only: z.boolean().optional(),
});
const orderSchema = z.object({
  client_order_id: z.string().nullable().default(null),
  side: z.enum(["BUY", "SELL"]),
  order_configuration: z.record(z.string(), sizes),
});

function readWire({ body }: LoggedRequest): WireOrder {
  const order = orderSchema.parse(JSON.parse(body));
  const [[name, given] = ["", {}]] = Object.entries(order.order_configuration);
  const gtc = given.post_only === true ? "postOnly" : "limit";
  return {
    clientId: order.client_order_id,
    side: order.side === "BUY" ? "buy" : "sell",
    kind: name === "market_market_ioc" ? "market" : name === "sor_limit_ioc" ? "limitIoc" : gtc,
    quantity: given.base_size ?? null,
    price: given.limit_price ?? null,
    quoteAmount: given.quote_size ?? null,
  };
}

export const coinbaseUnderTest: VenueUnderTest = {
  venue: "coinbase",
  symbol: "BTC/USD",
  base: "BTC",
  quote: "USD",
  price: "100000",
  async start(options) {
    const server = await startCoinbaseServer(options);
    const revokers = new Map<string, () => void>();
    return {
      server,
      addKey: ({ rights = "trade", ...wish } = {}) => {
        const { apiKey, secret, revoke } = server.addKey({ permissions: RIGHTS[rights], ...wish });
        revokers.set(apiKey, revoke);
        return { apiKey, secret, passphrase: "" };
      },
      revoke: ({ apiKey }) => revokers.get(apiKey)?.(),
    };
  },
  routes: {
    submit: post("orders"),
    cancel: post("orders/batch_cancel"),
    validate: post("orders/preview"),
    balances: get("accounts"),
    openOrders: get("orders/historical/batch"),
    tickers: get("market/product_book"),
    book: get("market/product_book"),
    candles: { method: "GET", path: /market\/products\/[^/]+\/candles$/ },
    markets: get("market/products"),
    time: get("time"),
    fees: get("transaction_summary"),
    permissions: get("key_permissions"),
  },
  cancelAll: /close_position|cancel_all/,
  readWire,
  extraBalances: [{ code: "BTC", asset: "BTC", part: "locked" }],
  checkedFee: "amount",
  marketBuyByQuantity: false,
  repeatedId: { open: "same", filled: "same" },
  forgetsEmptyOrders: false,
  lateOrder: "placed",
  codes: {
    funds: "INSUFFICIENT_FUND",
    minimum: "PREVIEW_INVALID_QUOTE_SIZE_TOO_SMALL",
    tick: "INVALID_PRICE_PRECISION",
    postOnly: "INVALID_LIMIT_PRICE_POST_ONLY",
    permission: "PERMISSION_DENIED",
  },
  answers: ANSWERS,
  states: [["online", "online"]],
  rights: { withdraw: "can_transfer", tellsAddresses: false },
  history: { pageOf: { fills: 100, transfers: 100 }, ledger: true },
  clockOff: "refused",
};
