// Which profile, prices and accounts does a test of the portfolio stand on?
import { Topic } from "#engine/core/event-bus.ts";
import type {
  CancelOutcome,
  ExchangeClient,
  LookupResult,
  OrderRules,
  SubmitOutcome,
} from "#engine/ports/exchange-client.ts";
import type { Balance } from "#shared/domain/account.ts";
import { Decimal, type DecimalString, decimalString } from "#shared/domain/decimal.ts";
import {
  type AccountId,
  type Asset,
  accountIdSchema,
  assetSchema,
  clientOrderIdSchema,
  marketSymbolSchema,
  profileIdSchema,
  tradeIdSchema,
  transactionIdSchema,
  venueIdSchema,
  venueOrderIdSchema,
} from "#shared/domain/ids.ts";
import type { Fill } from "#shared/domain/order.ts";
import { type Profile, profileSchema } from "#shared/domain/profile.ts";
import type { ConsensusPrice } from "#shared/domain/quote.ts";
import { type UnixMs, unixMs } from "#shared/domain/time.ts";
import { NO_DETAILS, type Transaction } from "#shared/domain/transaction.ts";

export const asset = (code: string): Asset => assetSchema.parse(code);
const accountId = (id: string): AccountId => accountIdSchema.parse(id);

/** Profile `demo-a` in USD with cash USD and USDC and one paper account; anything may be replaced. */
export function testProfile(changes: Partial<Record<keyof Profile, unknown>> = {}): Profile {
  return profileSchema.parse({
    id: "demo-a",
    name: "Core",
    priority: 1,
    mode: "paper",
    source: "simulated",
    currency: "USD",
    cashAssets: ["USD", "USDC"],
    accounts: [
      {
        id: "demo-a-alpha",
        name: "Alpha",
        kind: "paper",
        venue: "sim-alpha",
        fees: { maker: "0.001", taker: "0.002" },
      },
    ],
    targets: { BTC: "0.5", ETH: "0.3", USDC: "0.2" },
    policy: {},
    limits: {},
    createdAt: 0,
    seed: "1",
    ...changes,
  });
}

export function testBalance(code: string, free: string, account = "demo-a-alpha"): Balance {
  const zero = Decimal.ZERO.toString();
  return {
    accountId: accountId(account),
    asset: asset(code),
    free: decimalString(free),
    inOrders: zero,
    earn: zero,
    locked: zero,
  };
}

export function testPrice(code: string, price: string, changes: Partial<ConsensusPrice> = {}): ConsensusPrice {
  return {
    asset: asset(code),
    currency: asset("USD"),
    price: decimalString(price),
    state: "live",
    ageMs: 100,
    path: [marketSymbolSchema.parse(`${code}/USD`)],
    sources: [],
    assumedPar: false,
    price24hAgo: null,
    ...changes,
  };
}

/** Prices that a test sets by hand; `set` publishes a batch. */
export class FakePrices {
  readonly onBatch = new Topic<void>();
  /** Coins that no market prices. */
  readonly unpriceable = new Set<string>();
  readonly #prices = new Map<string, ConsensusPrice>();

  set(prices: Readonly<Record<string, string | Partial<ConsensusPrice>>>): void {
    for (const [code, price] of Object.entries(prices)) {
      this.#prices.set(
        code,
        typeof price === "string" ? testPrice(code, price) : testPrice(code, price.price ?? "1", price),
      );
    }
    this.onBatch.publish();
  }

  forget(code: string): void {
    this.#prices.delete(code);
    this.onBatch.publish();
  }

  consensus(wanted: Asset, currency: Asset): ConsensusPrice | null {
    const price = this.#prices.get(wanted);
    return price === undefined || currency !== price.currency ? null : price;
  }

  mayPrice(wanted: Asset): boolean {
    return !this.unpriceable.has(wanted);
  }
}

const RULES: OrderRules = { expiryMs: null, visibilityLagMs: 5_000, idempotentClientId: false };

/** An account whose balances and fills a test sets; it takes no orders. */
export class FakeAccount implements ExchangeClient {
  readonly account: Profile["accounts"][number];
  readonly rules = RULES;
  balances: Balance[] = [];
  fills: Fill[] = [];
  failure: Error | null = null;
  /** Never answers while set. */
  silent = false;
  reads = 0;

  constructor(account: Profile["accounts"][number]) {
    this.account = account;
  }

  async fetchBalances(): Promise<readonly Balance[]> {
    this.reads += 1;
    if (this.silent) return await new Promise(() => undefined);
    if (this.failure !== null) throw this.failure;
    return structuredClone(this.balances);
  }

  async fetchFills({ since }: { readonly since: UnixMs }): Promise<readonly Fill[]> {
    if (this.failure !== null) throw this.failure;
    return this.fills.filter(({ tsEvent }) => tsEvent >= since);
  }

  async fetchInstruments(): Promise<readonly never[]> {
    return [];
  }
  async fetchFeeTier(): Promise<Profile["accounts"][number]["fees"]> {
    return this.account.fees;
  }
  async submitOrder(): Promise<SubmitOutcome> {
    return { kind: "rejected", code: "TEST", message: "This account takes no orders" };
  }
  async cancelOrder(): Promise<CancelOutcome> {
    return { kind: "notFound" };
  }
  async findOrder(): Promise<LookupResult> {
    return { kind: "notFound" };
  }
  async fetchOpenOrders(): Promise<readonly never[]> {
    return [];
  }
  async fetchTime(): Promise<UnixMs> {
    return unixMs(0);
  }
}

/** A fill of the test account; ids follow from `id`. */
export function testFill(changes: {
  readonly id: string;
  readonly symbol: string;
  readonly side: "buy" | "sell";
  readonly quantity: string;
  readonly price: string;
  readonly fee: readonly [asset: string, amount: string];
  readonly ts: number;
}): Fill {
  const [feeAsset, amount] = changes.fee;
  return {
    venue: venueIdSchema.parse("sim-alpha"),
    symbol: marketSymbolSchema.parse(changes.symbol),
    tradeId: tradeIdSchema.parse(changes.id),
    clientOrderId: clientOrderIdSchema.parse("00000000-0000-4000-8000-000000000001"),
    venueOrderId: venueOrderIdSchema.parse("v1"),
    side: changes.side,
    price: decimalString(changes.price),
    quantity: decimalString(changes.quantity),
    fee: { asset: asset(feeAsset), amount: decimalString(amount) },
    liquidity: "taker",
    tsEvent: unixMs(changes.ts),
    tsInit: unixMs(changes.ts),
  };
}

/** An entry of the books; money in USD unless told otherwise. */
export function testTransaction(entry: {
  readonly id: string;
  readonly ts: number;
  readonly type: Transaction["type"];
  readonly side?: "buy" | "sell";
  readonly asset: string;
  readonly quantity: string;
  readonly quote?: string;
  readonly price?: string;
  readonly fee?: readonly [asset: string, amount: string];
  readonly quoteValue?: string;
  readonly feeValue?: string;
}): Transaction {
  const text = (value: string | undefined): DecimalString | null => (value === undefined ? null : decimalString(value));
  return {
    id: transactionIdSchema.parse(entry.id),
    profileId: profileIdSchema.parse("demo-a"),
    accountId: accountId("demo-a-alpha"),
    ts: unixMs(entry.ts),
    type: entry.type,
    side: entry.side ?? null,
    asset: asset(entry.asset),
    quantity: decimalString(entry.quantity),
    quote: entry.price === undefined ? null : asset(entry.quote ?? "USD"),
    price: text(entry.price),
    fee: entry.fee === undefined ? null : { asset: asset(entry.fee[0]), amount: decimalString(entry.fee[1]) },
    quoteValue: text(entry.quoteValue),
    feeValue: text(entry.feeValue),
    planId: null,
    source: "venue",
    ...NO_DETAILS,
  };
}
