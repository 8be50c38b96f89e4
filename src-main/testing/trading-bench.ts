// How does a test put a whole trading profile together, kill it and start it again from the same journal?
import { EngineError } from "#engine/core/engine-error.ts";
import { EXECUTION_POLICIES } from "#engine/core/policies.ts";
import { ProfileJournal } from "#engine/core/profile-journal.ts";
import { ExecutionEngine } from "#engine/execution/execution-engine.ts";
import type { ExchangeClient } from "#engine/ports/exchange-client.ts";
import type { Journal } from "#engine/ports/journal.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { Planner } from "#engine/ports/planner.ts";
import type { VenueStatus } from "#engine/ports/venues.ts";
import type { RebalanceMarket } from "#engine/rebalancing/rebalance-market.ts";
import { RebalanceService } from "#engine/rebalancing/rebalance-service.ts";
import { StandingApprovalService } from "#engine/rebalancing/standing-approval-service.ts";
import { NO_LOSSES } from "#engine/risk/compute-losses.ts";
import { NO_OVERALL_LIMITS, type OverallFacts } from "#engine/risk/compute-overall-exposure.ts";
import { KillSwitchService } from "#engine/risk/kill-switch-service.ts";
import { RiskEngine } from "#engine/risk/risk-engine.ts";
import { SeededRng } from "#engine/simulation/seeded-rng.ts";
import { type Account, accountSchema } from "#shared/domain/account.ts";
import { ensure } from "#shared/domain/assert.ts";
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import { type AccountId, type Asset, marketSymbolSchema } from "#shared/domain/ids.ts";
import { type Instrument, instrumentSchema } from "#shared/domain/instrument.ts";
import type { PlanLeg } from "#shared/domain/plan.ts";
import { policySchema, riskLimitsSchema } from "#shared/domain/policy.ts";
import { type Profile, profileSchema } from "#shared/domain/profile.ts";
import type { ConsensusPrice, Quote, QuoteState } from "#shared/domain/quote.ts";
import { ManualClock } from "./manual-clock.ts";
import { MemoryStore } from "./memory-repositories.ts";
import { planOfLegs } from "./plan-of-legs.ts";
import { ScriptedExchange, type ScriptedExchangeOptions } from "./scripted-exchange-client.ts";
import { SeededIds } from "./seeded-ids.ts";
import { silentLogger } from "./silent-logger.ts";

/** A leg as a test writes it: the rest follows from the bench's prices. */
export interface LegSketch {
  readonly side: "buy" | "sell";
  readonly symbol: string;
  readonly quantity: string;
  readonly kind?: PlanLeg["kind"];
}

const SYMBOLS = ["BTC/USD", "ETH/USD", "SOL/USD"] as const;
const FEE = "0.001";

export const BENCH_ACCOUNT: Account = accountSchema.parse({
  id: "bench",
  name: "Bench",
  kind: "paper",
  venue: "sim-alpha",
  fees: { maker: FEE, taker: FEE },
});

export const BENCH_INSTRUMENTS: readonly Instrument[] = SYMBOLS.map((symbol) =>
  instrumentSchema.parse({
    venue: "sim-alpha",
    symbol,
    base: symbol.split("/")[0],
    quote: "USD",
    priceStep: "0.01",
    amountStep: "0.0001",
    amountMin: "0.0001",
    amountMax: "1000",
    costMin: "5",
    costMax: null,
    status: "online",
  }),
);

export interface BenchOptions {
  readonly legs?: readonly LegSketch[];
  readonly balances?: Readonly<Record<string, string>>;
  readonly policy?: Readonly<Record<string, unknown>>;
  readonly limits?: Readonly<Record<string, unknown>>;
  readonly rules?: ScriptedExchangeOptions["rules"];
  /** Instead of the one that plans exactly the legs above. */
  readonly planner?: Planner;
}

/** The machine's parts that a crash does not touch: the journal, the venue, the market, the clock. */
export class TradingBench {
  readonly clock = new ManualClock();
  readonly store = new MemoryStore();
  readonly ids = new SeededIds(1);
  readonly venue: ScriptedExchange;
  profile: Profile;
  /** What the profile is told to hold. */
  held: readonly Asset[] = [];
  /** Mid price by symbol; the spread is one basis point to each side. */
  readonly mids: Record<string, string> = { "BTC/USD": "50000", "ETH/USD": "2500", "SOL/USD": "100" };
  quoteState: QuoteState = "live";
  savedTargets: unknown = null;
  /** Every profile of the program. */
  profiles: readonly Profile[] = [];
  losses = NO_LOSSES;
  /** What all live profiles hold together. */
  overall: OverallFacts = NO_OVERALL_LIMITS;
  /** What the venue says of itself; null: its orders reach no venue. */
  venueStatus: VenueStatus | null = null;
  /** Closes of the last minutes, oldest first. */
  closes: readonly string[] = [];
  readonly planner: Planner;
  readonly #legs: readonly LegSketch[];

  constructor(options: BenchOptions = {}) {
    this.#legs = options.legs ?? [
      { side: "sell", symbol: "BTC/USD", quantity: "0.01" },
      { side: "buy", symbol: "ETH/USD", quantity: "0.1" },
      { side: "buy", symbol: "SOL/USD", quantity: "2" },
    ];
    this.planner = options.planner ?? this.#sketched;
    this.venue = new ScriptedExchange({
      account: BENCH_ACCOUNT,
      clock: this.clock,
      instruments: BENCH_INSTRUMENTS,
      balances: options.balances ?? { BTC: "0.1", ETH: "1", SOL: "10", USD: "100" },
      quote: (symbol) => this.bidAsk(symbol),
      ...(options.rules === undefined ? {} : { rules: options.rules }),
    });
    this.profile = profileSchema.parse({
      id: "bench-profile",
      name: "Bench",
      priority: 1,
      mode: "paper",
      source: "simulated",
      currency: "USD",
      cashAssets: ["USD"],
      accounts: [BENCH_ACCOUNT],
      targets: { BTC: "0.5", ETH: "0.3", SOL: "0.15", USD: "0.05" },
      policy: policySchema.parse(options.policy ?? {}),
      limits: riskLimitsSchema.parse({ maxOrderFraction: "0.25", ...options.limits }),
      createdAt: this.clock.now(),
      seed: "1",
    });
  }

  bidAsk(symbol: string): { readonly bid: string; readonly ask: string } {
    const mid = Decimal.parse(ensure(this.mids[symbol], `mid of ${symbol}`));
    const half = mid.mul(Decimal.parse("0.0001"));
    return { bid: mid.sub(half).toFixed(2, "floor"), ask: mid.add(half).toFixed(2, "ceil") };
  }

  readonly market: RebalanceMarket = {
    instruments: () => BENCH_INSTRUMENTS,
    instrument: (_venue, symbol) => BENCH_INSTRUMENTS.find((candidate) => candidate.symbol === symbol) ?? null,
    quote: (venue, symbol) => this.#quote(venue, symbol),
    consensus: (asset, currency) => this.#consensus(asset, currency),
    fetchOrderBook: async () => null,
    refreshMarkets: async () => undefined,
    sourceOf: () => "simulated",
    candles: async () => this.closes.map((close) => ({ close: Decimal.parse(close).toString(), closed: true })),
    confirm: async () => undefined,
    returnSeries: async (asset) => {
      throw new EngineError("FEED_NO_DATA", `The bench keeps no past of ${asset}.`);
    },
  };

  /** A planner that plans exactly the legs it was given, with a limit 0.1 % beyond the best price. */
  readonly #sketched: Planner = {
    version: 1,
    plan: async (input) =>
      planOfLegs(
        input,
        this.#legs.map((leg) => this.#leg(leg)),
      ),
  };

  /** Builds the engine from the journal, through whatever stands between it and the outside. */
  boot(
    seams: {
      readonly journal?: Journal;
      readonly client?: ExchangeClient;
      readonly ids?: SeededIds;
      readonly logger?: Logger;
    } = {},
  ): BootedEngine {
    const journal = seams.journal ?? this.store.journal;
    const shared = {
      clock: this.clock,
      ids: seams.ids ?? this.ids,
      logger: seams.logger ?? silentLogger,
      policies: EXECUTION_POLICIES,
      market: this.market,
      clients: new Map<AccountId, ExchangeClient>([[BENCH_ACCOUNT.id, seams.client ?? this.venue]]),
      journal: new ProfileJournal({ profileId: this.profile.id, clock: this.clock, journal }),
      profile: () => this.profile,
      store: this.store,
      losses: () => this.losses,
      overall: () => this.overall,
      venueStatus: () => (this.venueStatus === null ? null : Promise.resolve(this.venueStatus)),
    };
    const killSwitch = new KillSwitchService({ clock: this.clock, journal });
    const risk = new RiskEngine({ ...shared, killSwitch });
    const execution = new ExecutionEngine({ ...shared, risk });
    const standing = new StandingApprovalService({
      ...shared,
      entries: journal,
      risk,
      killSwitch,
      held: () => this.held,
    });
    const rebalance = new RebalanceService({
      ...shared,
      standing,
      risk,
      execution,
      killSwitch,
      planner: this.planner,
      profiles: () => this.profiles,
      rng: SeededRng.of(1),
      saveTargets: async (targets) => {
        this.savedTargets = targets;
      },
      recordSnapshot: async () => null,
    });
    return { killSwitch, risk, execution, standing, rebalance, journal: shared.journal };
  }

  #quote(venue: Quote["venue"], symbol: string): Quote | null {
    if (this.mids[symbol] === undefined) return null;
    const { bid, ask } = this.bidAsk(symbol);
    const now = this.clock.now();
    return {
      venue,
      symbol: marketSymbolSchema.parse(symbol),
      // Made from decimals here.
      bid: bid as DecimalString,
      ask: ask as DecimalString,
      last: null,
      volume24h: null,
      tsEvent: now,
      tsInit: now,
      source: "simulated",
      state: this.quoteState,
      reason: null,
      confirmedAt: now,
    };
  }

  #consensus(asset: Asset, currency: Asset): ConsensusPrice | null {
    const mid = asset === currency ? "1" : this.mids[`${asset}/${currency}`];
    if (mid === undefined) return null;
    return {
      asset,
      currency,
      price: Decimal.parse(mid).toString(),
      state: this.quoteState,
      ageMs: 0,
      path: [],
      sources: [],
      assumedPar: false,
      price24hAgo: null,
    };
  }

  #leg(sketch: LegSketch): PlanLeg {
    const instrument = ensure(
      BENCH_INSTRUMENTS.find(({ symbol }) => symbol === sketch.symbol),
      `instrument ${sketch.symbol}`,
    );
    const { bid, ask } = this.bidAsk(sketch.symbol);
    const buy = sketch.side === "buy";
    const best = Decimal.parse(buy ? ask : bid);
    const limit = best.mul(Decimal.parse(buy ? "1.001" : "0.999")).roundTo(2, buy ? "floor" : "ceil");
    const quantity = Decimal.parse(sketch.quantity);
    const notional = quantity.mul(best);
    return {
      accountId: BENCH_ACCOUNT.id,
      venue: BENCH_ACCOUNT.venue,
      symbol: instrument.symbol,
      base: instrument.base,
      quote: instrument.quote,
      side: sketch.side,
      kind: sketch.kind ?? "limitIoc",
      quantity: quantity.toString(),
      limitPrice: limit.toString(),
      expectedPrice: best.toString(),
      notional: notional.toString(),
      fee: notional.mul(Decimal.parse(FEE)).toString(),
      feeAsset: instrument.quote,
      spreadCost: Decimal.ZERO.toString(),
      slippageCost: Decimal.ZERO.toString(),
      value: notional.toString(),
    };
  }
}

export interface BootedEngine {
  readonly killSwitch: KillSwitchService;
  readonly risk: RiskEngine;
  readonly execution: ExecutionEngine;
  readonly standing: StandingApprovalService;
  readonly rebalance: RebalanceService;
  readonly journal: ProfileJournal;
}

/** Starts it as the kernel does. Time must be moved by the test while it runs. */
export async function startEngine(engine: BootedEngine): Promise<void> {
  await engine.killSwitch.start();
  await engine.rebalance.start();
}

export async function stopEngine(engine: BootedEngine): Promise<void> {
  await engine.standing.dispose();
  await engine.rebalance.dispose();
  await engine.execution.dispose();
}

/** Runs something to its end, moving time on as long as it waits: at most `limitMs` of it. */
export async function runFor<T>(clock: ManualClock, work: Promise<T>, limitMs = 3_600_000, stepMs = 250): Promise<T> {
  let over = false;
  const done = work.finally(() => {
    over = true;
  });
  done.catch(() => undefined);
  await clock.advance(0);
  for (let spent = 0; !over; spent += stepMs) {
    if (spent > limitMs) throw new Error(`Not done after ${limitMs} ms of test time`);
    await clock.advance(stepMs);
  }
  return await done;
}
