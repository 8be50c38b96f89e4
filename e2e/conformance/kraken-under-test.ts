// What does the conformance suite need to know of Kraken?
import type { OrderKind } from "#shared/domain/order.ts";
import type { LoggedRequest } from "../venue-server/core/request-log.ts";
import type { KrakenRight } from "../venue-server/kraken/quirks.ts";
import { TRADING_RIGHTS } from "../venue-server/kraken/quirks.ts";
import { startKrakenServer } from "../venue-server/kraken/start-kraken-server.ts";
import { GATEWAY_ROWS, refused, row, says, twice, UNKNOWN, unproven } from "./answer-rows.ts";
import type { AnswerRow, KeyRights, VenueUnderTest, WireOrder } from "./venue-under-test.ts";

const RIGHTS: Readonly<Record<KeyRights, readonly KrakenRight[]>> = {
  trade: TRADING_RIGHTS,
  view: ["query-funds", "query-open-trades", "query-closed-trades", "query-ledger"],
  withdraw: [...TRADING_RIGHTS, "withdraw-funds"],
  nothing: [],
};

const post = (name: string) => ({ method: "POST", path: `/0/private/${name}` }) as const;
const get = (name: string) => ({ method: "GET", path: `/0/public/${name}` }) as const;

/** Kraken's errors come with HTTP 200. */
const error = (code: string, meaning: Omit<AnswerRow, "name" | "fault">): AnswerRow =>
  row(code, says(200, { error: [code] }), meaning);
const refusals = (read: AnswerRow["read"], ...codes: readonly string[]): AnswerRow[] =>
  codes.map((code) => error(code, refused(read, code)));

const ANSWERS: readonly AnswerRow[] = [
  ...refusals("VENUE_AUTH", "EAPI:Invalid key", "EAPI:Invalid signature"),
  ...refusals(
    "VENUE_PERMISSION",
    "EGeneral:Permission denied",
    "EAccount:Invalid permissions",
    "EAPI:Feature disabled",
  ),
  ...refusals(
    "VENUE_RATE_LIMITED",
    "EAPI:Rate limit exceeded",
    "EOrder:Rate limit exceeded",
    "EGeneral:Temporary lockout",
    "EGeneral:Too many requests",
  ),
  error("EAPI:Invalid nonce", twice(refused("VENUE_CLOCK", "EAPI:Invalid nonce"))),
  ...refusals("VENUE_MAINTENANCE", "EService:Market in cancel_only mode", "EService:Market in post_only mode"),
  // Nobody promises that these were not executed.
  ...[
    "EService:Unavailable",
    "EService:Busy",
    "EService:Timeout",
    "EService:Deadline elapsed",
    "EGeneral:Internal error",
  ].map((code) => error(code, unproven("VENUE_UNREACHABLE"))),
  ...[
    "EOrder:Insufficient funds",
    "EOrder:Order minimum not met",
    "EOrder:Cost minimum not met",
    "EOrder:Tick size check failed",
    "EOrder:Post only order",
    "EOrder:Orders limit exceeded",
    "EGeneral:Invalid arguments:cl_ord_id",
    "EQuery:Unknown asset pair",
  ].map((code) => error(code, { ...refused("VENUE_REJECTED", code), cancel: null })),
  // An order with this id is open: ours, sent before.
  error("EOrder:Duplicate cl_ord_id", { read: null, submit: UNKNOWN, cancel: null }),
  error("EOrder:Something never seen before", unproven("VENUE_REJECTED")),
  row("an error that is no text", says(200, { error: [{ odd: true }] }), unproven("VENUE_REJECTED")),
  row("no error and no result", says(200, { error: [] }), { read: "VENUE_ANSWER", submit: UNKNOWN, cancel: "unknown" }),
  row("an order without an id", says(200, { error: [], result: { descr: { order: "buy" } } }), {
    read: null,
    submit: UNKNOWN,
    cancel: null,
  }),
  row("HTTP 451", says(451, "Unavailable For Legal Reasons"), refused("VENUE_NOT_SUPPORTED", null)),
  ...GATEWAY_ROWS,
];

function readWire(request: LoggedRequest): WireOrder {
  const form = new URLSearchParams(request.body);
  const flags = (form.get("oflags") ?? "").split(",");
  const byAmount = flags.includes("viqc");
  const volume = form.get("volume");
  return {
    clientId: form.get("cl_ord_id"),
    side: form.get("type") === "sell" ? "sell" : "buy",
    kind: kindOf(form, flags),
    quantity: byAmount ? null : volume,
    price: form.get("price"),
    quoteAmount: byAmount ? volume : null,
  };
}

function kindOf(form: URLSearchParams, flags: readonly string[]): OrderKind {
  if (form.get("ordertype") === "market") return "market";
  if (flags.includes("post")) return "postOnly";
  return form.get("timeinforce") === "IOC" ? "limitIoc" : "limit";
}

export const krakenUnderTest: VenueUnderTest = {
  venue: "kraken",
  symbol: "BTC/USD",
  base: "BTC",
  quote: "USD",
  price: "100000",
  async start(options) {
    const server = await startKrakenServer(options);
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
    submit: post("AddOrder"),
    cancel: post("CancelOrder"),
    validate: post("AddOrder"),
    balances: post("BalanceEx"),
    openOrders: post("OpenOrders"),
    tickers: get("Ticker"),
    book: get("Depth"),
    candles: get("OHLC"),
    markets: get("AssetPairs"),
    time: get("Time"),
    fees: post("TradeVolume"),
    permissions: post("GetApiKeyInfo"),
  },
  cancelAll: /CancelAll|CancelOrderBatch/,
  readWire,
  extraBalances: [
    { code: "XBT.F", asset: "BTC", part: "earn" },
    { code: "XBT.M", asset: "BTC", part: "earn" },
    { code: "ETH2.S", asset: "ETH", part: "locked" },
    { code: "ETH2", asset: "ETH", part: "locked" },
    { code: "SOL.S", asset: "SOL", part: "locked" },
  ],
  checkedFee: null,
  marketBuyByQuantity: true,
  repeatedId: { open: "unknown", filled: "second" },
  forgetsEmptyOrders: false,
  lateOrder: "notPlaced",
  codes: {
    funds: "EOrder:Insufficient funds",
    minimum: "EOrder:Order minimum not met",
    tick: "EOrder:Invalid price:XBTUSD price can only be specified up to 1 decimals.",
    postOnly: "EOrder:Post only order",
    permission: "EGeneral:Permission denied",
  },
  answers: ANSWERS,
  states: [
    ["online", "online"],
    ["maintenance", "maintenance"],
    ["cancelOnly", "cancelOnly"],
    ["postOnly", "postOnly"],
    ["limitOnly", "limitOnly"],
  ],
  rights: { withdraw: "withdraw-funds", tellsAddresses: true },
  history: { pageOf: { fills: 50, transfers: 50 }, ledger: true },
  clockOff: "mended",
};
