// How does Binance say no? Each code with its HTTP status and words, by errors.md of binance-spot-api-docs.

export class BinanceRefusal extends Error {
  readonly status: number;
  readonly code: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: number, message: string, status = 400, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.headers = headers;
  }
}

export const refusals = {
  badKeyFormat: () => new BinanceRefusal(-2014, "API-key format invalid.", 401),
  badKey: () => new BinanceRefusal(-2015, "Invalid API-key, IP, or permissions for action.", 401),
  badSignature: () => new BinanceRefusal(-1022, "Signature for this request is not valid."),
  outsideWindow: () => new BinanceRefusal(-1021, "Timestamp for this request is outside of the recvWindow."),
  ahead: () => new BinanceRefusal(-1021, "Timestamp for this request was 1000ms ahead of the server's time."),
  longWindow: () => new BinanceRefusal(-1131, "recvWindow must be less than 60000"),
  missing: (name: string) =>
    new BinanceRefusal(-1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`),
  oneOf: (first: string, second: string) =>
    new BinanceRefusal(-1102, `Param '${first}' or '${second}' must be sent, but both were empty/null!`),
  notRequired: (name: string) => new BinanceRefusal(-1106, `Parameter '${name}' sent when not required.`),
  illegal: (name: string, range: string) =>
    new BinanceRefusal(-1100, `Illegal characters found in parameter '${name}'; legal range is '${range}'.`),
  precision: (name: string) => new BinanceRefusal(-1111, `Parameter '${name}' has too much precision.`),
  badCombination: () => new BinanceRefusal(-1128, "Combination of optional parameters invalid."),
  badInterval: () => new BinanceRefusal(-1120, "Invalid interval."),
  badSymbol: () => new BinanceRefusal(-1121, "Invalid symbol."),
  badSide: () => new BinanceRefusal(-1117, "Invalid side."),
  badType: () => new BinanceRefusal(-1116, "Invalid orderType."),
  badTimeInForce: () => new BinanceRefusal(-1115, "Invalid timeInForce."),
  longLookup: (hours: number) => new BinanceRefusal(-1127, `More than ${hours} hours between startTime and endTime.`),
  filter: (name: string) => new BinanceRefusal(-1013, `Filter failure: ${name}`),
  marketClosed: () => new BinanceRefusal(-1013, "Market is closed."),
  rejected: (message: string) => new BinanceRefusal(-2010, message),
  unknownOrder: () => new BinanceRefusal(-2013, "Order does not exist."),
  cancelUnknown: () => new BinanceRefusal(-2011, "Unknown order sent."),
  // The three about subscriptions: the docs tell when, not with which code (unconfirmed).
  alreadyListening: () => new BinanceRefusal(-2035, "User Data Stream subscription already active."),
  notListening: () => new BinanceRefusal(-2036, "User Data Stream subscription not active."),
  notLoggedIn: () => new BinanceRefusal(-1099, "Not authenticated: use session.logon first.", 401),
  unknownMethod: () => new BinanceRefusal(-1020, "This operation is not supported."),
  maintenance: () => new BinanceRefusal(-1016, "This service is no longer available.", 503),
  tooManyOrders: (limit: number, interval: string) =>
    new BinanceRefusal(-1015, `Too many new orders; current limit is ${limit} orders per ${interval}.`, 429),
  tooMuchWeight: (limit: number, seconds: number) =>
    new BinanceRefusal(
      -1003,
      `Too much request weight used; current limit is ${limit} request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API.`,
      429,
      { "retry-after": String(seconds) },
    ),
  banned: (until: number, seconds: number) =>
    new BinanceRefusal(
      -1003,
      `Way too much request weight used; IP banned until ${until}. Please use WebSocket Streams for live updates to avoid bans.`,
      418,
      { "retry-after": String(seconds) },
    ),
} as const;
