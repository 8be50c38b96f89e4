// Child: how long does one call take through our adapter, and how long through the library's own method, at the same server?
// In turn, call by call: whatever else the machine does meets both alike. Arguments: the venue, the server's address, key, secret,
// how many calls of each kind.
import { binance, kraken } from "ccxt";
import { Secret } from "#engine/core/secret.ts";
import { SeededRng } from "#engine/simulation/seeded-rng.ts";
import { openVenues } from "#exchanges/open-venues.ts";
import { accountSchema } from "#shared/domain/account.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import { clientOrderIdSchema, marketSymbolSchema, venueIdSchema } from "#shared/domain/ids.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { answer } from "../support/child.ts";
import { quantile } from "../support/statistics.ts";
import { BenchClock } from "./bench-clock.ts";
import { BOOK_LEVELS } from "./canned-venue.ts";

const [venue = "", url = "", apiKey = "", secret = "", wanted = "300"] = process.argv.slice(2);
const count = Number.parseInt(wanted, 10);
const symbol = marketSymbolSchema.parse(venue === "kraken" ? "BTC/USD" : "BTC/USDT");
/** Always the same: the server repeats its first answer, which names it. */
const clientOrderId = clientOrderIdSchema.parse("3f2b8c1d-4e5f-4a6b-8c7d-9e0f1a2b3c4d");
const PRICE = "90000";
const QUANTITY = "0.01";
const BATCH = 5;
const WARM_UP = 40;

type Calls = Readonly<Record<"balances" | "order" | "book", () => Promise<unknown>>>;

const clock = new BenchClock();

function adapterCalls(): Calls {
  const id = venueIdSchema.parse(venue);
  const venues = openVenues({
    clock,
    rng: SeededRng.of(1),
    logger: silentLogger,
    nonces: { reserve: async (_fingerprint, atLeast) => atLeast },
    endpoints: new Map([[id, url]]),
  });
  const account = accountSchema.parse({
    id: "a",
    name: "A",
    kind: "exchange",
    venue,
    fees: { maker: "0", taker: "0" },
  });
  const credentials = { apiKey: new Secret(apiKey), secret: new Secret(secret), passphrase: null };
  const client = venues.client({ account, endpoint: "loopback", credentials: () => Promise.resolve(credentials) });
  const market = venues.market(id, "loopback");
  const order = {
    clientOrderId,
    symbol,
    side: "buy",
    kind: "limit",
    quantity: decimalString(QUANTITY),
    limitPrice: decimalString(PRICE),
  } as const;
  return {
    balances: () => client.fetchBalances({}),
    order: async () => {
      const outcome = await client.submitOrder(order, {});
      if (outcome.kind !== "accepted") throw new Error(`the order was not accepted: ${JSON.stringify(outcome)}`);
    },
    book: () => market.fetchOrderBook({ symbol, depth: BOOK_LEVELS }, {}),
  };
}

function bareCalls(): Calls {
  const options = { apiKey, secret, enableRateLimit: false };
  const exchange =
    venue === "kraken"
      ? new kraken(options)
      : new binance({
          ...options,
          options: {
            defaultType: "spot",
            fetchMarkets: { types: ["spot"] },
            fetchCurrencies: false,
            fetchMargins: false,
          },
        });
  // Each of the library's addresses, at the server.
  const moved = (value: unknown): unknown => {
    if (typeof value === "string") return value.replace(/^https:\/\/[^/]+/, url);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, moved(part)]));
  };
  Object.assign(exchange.urls, { api: moved(exchange.urls.api) });
  return {
    balances: () => exchange.fetchBalance(),
    order: () => exchange.createOrder(symbol, "limit", "buy", Number(QUANTITY), Number(PRICE), { clientOrderId }),
    book: () => exchange.fetchOrderBook(symbol, BOOK_LEVELS),
  };
}

const VARIANTS = ["adapter", "bare"] as const;

/** The middle of the times of single calls, in microseconds. Batches keep within every limit; between them time is skipped. */
async function middlesOf(calls: Readonly<Record<(typeof VARIANTS)[number], () => Promise<unknown>>>) {
  const times = { adapter: [] as number[], bare: [] as number[] };
  for (let index = -WARM_UP; index < count; index += 1) {
    if (index % BATCH === 0) clock.skip(60_000);
    // Each goes first as often as the other.
    for (const variant of index % 2 === 0 ? VARIANTS : VARIANTS.toReversed()) {
      const started = performance.now();
      await calls[variant]();
      if (index >= 0) times[variant].push((performance.now() - started) * 1_000);
    }
  }
  return { adapter: quantile(times.adapter, 0.5), bare: quantile(times.bare, 0.5) };
}

const [adapter, bare] = [adapterCalls(), bareCalls()];
const of = (kind: keyof Calls) => middlesOf({ adapter: adapter[kind], bare: bare[kind] });
answer({ balances: await of("balances"), order: await of("order"), book: await of("book") });
process.exit(0);
