// What does the conformance suite need to know of Binance?
import type { OrderKind } from "#shared/domain/order.ts";
import { type BinanceRight, TRADING_RIGHTS } from "../venue-server/binance/quirks.ts";
import { startBinanceServer } from "../venue-server/binance/start-binance-server.ts";
import type { LoggedRequest } from "../venue-server/core/request-log.ts";
import { GATEWAY_ROWS, refused, row, says, twice, UNKNOWN, unproven } from "./answer-rows.ts";
import type { AnswerRow, KeyRights, VenueUnderTest, WireOrder } from "./venue-under-test.ts";

const RIGHTS: Readonly<Record<KeyRights, readonly BinanceRight[]>> = {
  trade: TRADING_RIGHTS,
  view: ["enableReading"],
  withdraw: [...TRADING_RIGHTS, "enableWithdrawals"],
  nothing: [],
};

const api = (method: "GET" | "POST" | "DELETE", name: string) => ({ method, path: `/api/v3/${name}` }) as const;

const error = (status: number, code: number, msg: string, meaning: Omit<AnswerRow, "name" | "fault">): AnswerRow =>
  row(`${code} ${msg}`, says(status, { code, msg }), meaning);
const forOrders = (code: number, msg: string): AnswerRow =>
  error(400, code, msg, { ...refused("VENUE_REJECTED", String(code)), cancel: null });

const ANSWERS: readonly AnswerRow[] = [
  // "Execution status UNKNOWN", in Binance's own words.
  ...[
    [-1000, "An unknown error occurred while processing the request."],
    [-1001, "Internal error; unable to process your request. Please try again."],
    [-1006, "An unexpected response was received from the message bus. Execution status unknown."],
    [-1007, "Timeout waiting for response from backend server. Send status unknown; execution status unknown."],
    [-1008, "Server is currently overloaded with other requests. Please try again in a few minutes."],
  ].map(([code, msg]) => error(400, Number(code), String(msg), unproven("VENUE_UNREACHABLE"))),
  error(429, -1003, "Too much request weight used.", refused("VENUE_RATE_LIMITED", "-1003")),
  error(
    429,
    -1015,
    "Too many new orders; current limit is 100 orders per 10 SECOND.",
    refused("VENUE_RATE_LIMITED", "-1015"),
  ),
  error(418, -1003, "Way too much request weight used; IP banned until 1.", refused("VENUE_BANNED", "-1003")),
  error(400, -1021, "Timestamp for this request is outside of the recvWindow.", twice(refused("VENUE_CLOCK", "-1021"))),
  error(401, -2015, "Invalid API-key, IP, or permissions for action.", refused("VENUE_AUTH", "-2015")),
  error(401, -2014, "API-key format invalid.", refused("VENUE_AUTH", "-2014")),
  error(400, -2008, "Invalid Api-Key ID.", refused("VENUE_AUTH", "-2008")),
  error(400, -1022, "Signature for this request is not valid.", refused("VENUE_AUTH", "-1022")),
  error(400, -1002, "You are not authorized to execute this request.", refused("VENUE_AUTH", "-1002")),
  error(503, -1016, "This service is no longer available.", {
    read: "VENUE_MAINTENANCE",
    submit: UNKNOWN,
    cancel: "unknown",
  }),
  error(400, -2010, "Market is closed.", refused("VENUE_MAINTENANCE", "-2010")),
  forOrders(-2010, "Account has insufficient balance for requested action."),
  forOrders(-2010, "Order would immediately match and take."),
  error(400, -2010, "This action is disabled on this account.", refused("VENUE_PERMISSION", "-2010")),
  error(400, -2010, "Duplicate order sent.", { read: null, submit: UNKNOWN, cancel: null }),
  forOrders(-1013, "Filter failure: NOTIONAL"),
  forOrders(-1013, "Filter failure: LOT_SIZE"),
  forOrders(-1013, "Filter failure: PRICE_FILTER"),
  forOrders(-1013, "Filter failure: PERCENT_PRICE_BY_SIDE"),
  forOrders(-1100, "Illegal characters found in parameter 'price'; legal range is '^([0-9]{1,20})$'."),
  forOrders(-1102, "Mandatory parameter 'price' was not sent, was empty/null, or malformed."),
  forOrders(-1111, "Parameter 'quantity' has too much precision."),
  forOrders(-1121, "Invalid symbol."),
  error(400, -9999, "Something never seen before.", unproven("VENUE_REJECTED")),
  row(
    "HTTP 403 from the firewall",
    says(403, "<html><body>403 Forbidden</body></html>"),
    refused("VENUE_RATE_LIMITED", null),
  ),
  row(
    "HTTP 451",
    says(451, { code: 0, msg: "Service unavailable from a restricted location" }),
    refused("VENUE_NOT_SUPPORTED", null),
  ),
  row("an order without an id", says(200, { symbol: "BTCUSDT", status: "NEW" }), {
    read: null,
    submit: UNKNOWN,
    cancel: null,
  }),
  row("text instead of JSON (trap 7)", says(200, "OK", { "content-type": "text/plain" }), {
    read: "VENUE_ANSWER",
    submit: UNKNOWN,
    cancel: "unknown",
  }),
  ...GATEWAY_ROWS,
];

function readWire(request: LoggedRequest): WireOrder {
  const sent = new URLSearchParams(request.body);
  for (const [name, value] of request.query) sent.append(name, value);
  return {
    clientId: sent.get("newClientOrderId"),
    side: sent.get("side") === "SELL" ? "sell" : "buy",
    kind: kindOf(sent),
    quantity: sent.get("quantity"),
    price: sent.get("price"),
    quoteAmount: sent.get("quoteOrderQty"),
  };
}

function kindOf(sent: URLSearchParams): OrderKind {
  const type = sent.get("type");
  if (type === "MARKET") return "market";
  if (type === "LIMIT_MAKER") return "postOnly";
  return sent.get("timeInForce") === "IOC" ? "limitIoc" : "limit";
}

export const binanceUnderTest: VenueUnderTest = {
  venue: "binance",
  symbol: "BTC/USDT",
  base: "BTC",
  quote: "USDT",
  price: "100000",
  async start(options) {
    const server = await startBinanceServer(options);
    return {
      server,
      addKey: ({ rights = "trade", ...wish } = {}) => ({
        ...server.addKey({ permissions: RIGHTS[rights], ...wish }),
        passphrase: "",
      }),
      revoke: ({ apiKey }) => server.revokeKey(apiKey),
    };
  },
  routes: {
    submit: api("POST", "order"),
    cancel: api("DELETE", "order"),
    validate: api("POST", "order/test"),
    balances: api("GET", "account"),
    openOrders: api("GET", "openOrders"),
    tickers: { method: "GET", path: /^\/api\/v3\/ticker\// },
    book: api("GET", "depth"),
    candles: api("GET", "klines"),
    markets: api("GET", "exchangeInfo"),
    time: api("GET", "time"),
    fees: api("GET", "account"),
    permissions: { method: "GET", path: "/sapi/v1/account/apiRestrictions" },
  },
  cancelAll: /^DELETE \/api\/v3\/openOrders/,
  readWire,
  extraBalances: [
    { code: "LDBTC", asset: "BTC", part: "earn" },
    { code: "LDETH", asset: "ETH", part: "earn" },
  ],
  checkedFee: "rate",
  marketBuyByQuantity: true,
  repeatedId: { open: "unknown", filled: "second" },
  forgetsEmptyOrders: false,
  lateOrder: "notPlaced",
  codes: { funds: "-2010", minimum: "-1013", tick: "-1111", postOnly: "-2010", permission: "-2015" },
  answers: ANSWERS,
  states: [
    ["online", "online"],
    ["maintenance", "maintenance"],
  ],
  rights: { withdraw: "enableWithdrawals", tellsAddresses: true },
  history: { pageOf: { fills: 1_000, transfers: 1_000 }, ledger: false },
  clockOff: "mended",
};
