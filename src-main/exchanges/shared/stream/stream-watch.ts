// What runs while a venue's prices are watched? Lanes of sockets, the watchdogs over them, and the one state that is told.
import type { Stoppable } from "#engine/core/disposable-store.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { BookWatch, FeedDiagnostics, FeedSink } from "#engine/ports/market-data-feed.ts";
import type { Rng } from "#engine/ports/rng.ts";
import type { VenueMarket } from "#engine/ports/venues.ts";
import type { MarketSymbol } from "#shared/domain/ids.ts";
import type { RawQuote } from "#shared/domain/quote.ts";
import { type DurationMs, MINUTE_MS, SECOND_MS, type UnixMs } from "#shared/domain/time.ts";
import { BookKeeper } from "./book-keeper.ts";
import { CONNECTS, type ConnectBudget } from "./connect-budget.ts";
import type { FeedProtocol, StreamKey, StreamNames } from "./feed-protocol.ts";
import { FeedState } from "./feed-state.ts";
import { FrameRouter } from "./frame-router.ts";
import { LaneSet } from "./lane-set.ts";
import type { OpenSocket } from "./open-socket.ts";
import { PriceWatchdog } from "./price-watchdog.ts";
import type { ErrorEvent, StatusEvent, StreamChannel } from "./stream-event.ts";
import { StreamLane } from "./stream-lane.ts";
import type { StreamLink } from "./stream-link.ts";
import type { Refusal } from "./subscription-ledger.ts";
import { TimeStep } from "./time-step.ts";
import { TurnClock } from "./turn-clock.ts";
import { WatchedMarket } from "./watched-market.ts";

const CHECK_MS: DurationMs = SECOND_MS / 2;
/** A market that the venue refused is asked for again after so long: it may have been listed since. */
const REFUSED_MS: DurationMs = 10 * MINUTE_MS;

/** What a venue's feed is made of. */
export interface StreamSources {
  readonly market: VenueMarket;
  readonly protocol: FeedProtocol;
  readonly url: string;
  readonly openSocket: OpenSocket;
  /** Shared by all sockets of the venue. */
  readonly budget: ConnectBudget;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly logger: Logger;
  /** Longest wait before the first attempt after a lost connection. */
  readonly firstReconnectMs?: DurationMs;
}

export interface StreamWatchOptions extends StreamSources {
  readonly names: () => StreamNames;
  readonly sink: FeedSink;
}

/** Beside best prices: trades make exact candles, and the venue's own candles correct them. */
const WANTED: readonly StreamChannel[] = ["quotes", "trades", "candles"];

export class StreamWatch implements Stoppable {
  readonly #options: StreamWatchOptions;
  readonly #router: FrameRouter;
  readonly #books: BookKeeper | null;
  readonly #watchdog: PriceWatchdog;
  readonly #timeStep: TimeStep;
  readonly #markets = new Map<MarketSymbol, WatchedMarket>();
  /** Markets that the venue's socket does not have. */
  readonly #unstreamed = new Map<MarketSymbol, WatchedMarket>();
  readonly #lanes: LaneSet;
  readonly #state = new FeedState();
  readonly #alarms = new Map<string, number>();
  readonly #turn: TurnClock;
  #symbols: readonly MarketSymbol[] = [];
  #timer: Stoppable | null = null;
  #requests = 0;
  #confirmedMs = 0;

  constructor(options: StreamWatchOptions) {
    this.#options = options;
    const { protocol, market, clock, logger, sink } = options;
    const onAlarm = (alarm: string) => this.#alarm(alarm);
    this.#turn = new TurnClock(clock);
    this.#timeStep = new TimeStep(clock);
    this.#lanes = new LaneSet(
      () => this.#makeLane(),
      () => clock.monotonicMs(),
    );
    const onWanted = () => this.#plan();
    const resubscribe = (symbol: MarketSymbol) => this.#lanes.resubscribe([symbol], "book");
    const { book: rules } = protocol;
    this.#books =
      rules === null
        ? null
        : new BookKeeper({ venue: market.venue, rules, clock, logger, onWanted, resubscribe, onAlarm });
    this.#router = new FrameRouter({
      venue: market.venue,
      protocol,
      names: options.names,
      sink,
      turn: this.#turn,
      books: this.#books,
      onStatus: (event, lane) => this.#takeVenueStatus(event, lane),
      onRefusal: (event, lane, link) => this.#takeRefusal(event, lane, link),
    });
    this.#watchdog = new PriceWatchdog({
      market,
      clock,
      logger,
      listening: () => this.#lanes.listening(),
      orphans: () => this.#lanes.orphans(),
      unstreamed: () => [...this.#unstreamed.values()],
      standingSince: (watched) => this.#lanes.standingSince(watched),
      confirmedBy: protocol.confirmedBy,
      deliver: (quotes) => this.#deliverRest(quotes),
      onSilent: (silent) => this.#lanes.takeSilence(silent),
      onProblem: (watched, problem) => this.#setProblem(watched, problem),
      onAlarm,
      onRest: (answers, detail) => this.#takeRest(answers, detail),
    });
  }

  start(symbols: readonly MarketSymbol[]): void {
    this.#timer = this.#options.clock.every(CHECK_MS, () => this.#check());
    this.setSymbols(symbols);
  }

  setSymbols(symbols: readonly MarketSymbol[]): void {
    this.#symbols = symbols;
    this.#plan();
  }

  watchBook(symbol: MarketSymbol, onChange: () => void): BookWatch | null {
    return this.#books?.watch(symbol, onChange) ?? null;
  }

  /** A person asks for it: fresh sockets beside the present ones, which serve until those are ready. */
  reconnect(): void {
    for (const lane of this.#lanes.all) lane.connectNow();
  }

  dispose(): void {
    void this.#timer?.dispose();
    this.#watchdog.dispose();
    this.#books?.dispose();
    this.#lanes.dispose();
  }

  diagnostics(): FeedDiagnostics {
    const { received, scanned, parsed, malformed } = this.#router;
    return {
      connections: this.#lanes.all.filter(({ isUp }) => isUp).length,
      reconnects: this.#lanes.reconnects,
      frames: { received, scanned, parsed, malformed },
      connects: { lastFiveMinutes: this.#options.budget.lastFiveMinutes, limit: CONNECTS },
      alarms: Object.fromEntries(this.#alarms),
      lastEnd: this.#state.lastEnd,
    };
  }

  /** Brings markets, books and lanes in line with what is wanted. */
  #plan(): void {
    const { protocol, names, sink, market } = this.#options;
    const known = names();
    const keys: StreamKey[] = [];
    for (const symbol of this.#symbols) {
      const id = known.idOf(symbol);
      if (id === null) {
        const before = this.#unstreamed.get(symbol);
        this.#unstreamed.set(symbol, before ?? new WatchedMarket({ channel: "quotes", symbol, id: "" }));
        continue;
      }
      const watched = this.#markets.get(symbol) ?? new WatchedMarket({ channel: "quotes", symbol, id });
      this.#markets.set(symbol, watched);
      watched.inlet ??= sink.inlet(market.venue, symbol);
      for (const channel of WANTED) if (protocol.channels.has(channel)) keys.push({ channel, symbol, id });
      if (this.#books?.symbols.includes(symbol) === true) keys.push({ channel: "book", symbol, id });
    }
    for (const markets of [this.#markets, this.#unstreamed]) {
      for (const symbol of markets.keys()) if (!this.#symbols.includes(symbol)) markets.delete(symbol);
    }
    this.#lanes.plan(keys, protocol.limits.keysPerConnection, this.#markets);
    this.#tell();
  }

  #makeLane(): StreamLane {
    const { protocol, url, clock, rng, budget, openSocket } = this.#options;
    const { firstReconnectMs } = this.#options;
    return new StreamLane({
      ...(firstReconnectMs === undefined ? {} : { firstReconnectMs }),
      ...{ protocol, url, clock, rng, budget, openSocket },
      nextId: () => {
        this.#requests += 1;
        return this.#requests;
      },
      onFrame: (from, link, frame, isBinary) => this.#router.take(from, link, frame, isBinary),
      onDown: (from, reason) => this.#laneDown(from, reason),
      onAlarm: (alarm) => this.#alarm(alarm),
      onRefused: (refusals) => this.#refuse(refusals),
    });
  }

  #laneDown(lane: StreamLane, reason: string): void {
    this.#state.lastEnd = { reason, at: this.#options.clock.now() };
    this.#lanes.noteDown(lane);
    this.#router.interrupted();
    this.#books?.forget(null);
    this.#tell();
  }

  #check(): void {
    const nowMs = this.#options.clock.monotonicMs();
    this.#turn.touch();
    const step = this.#timeStep.look();
    if (step !== null) this.#recover(step);
    for (const lane of this.#lanes.all) lane.check();
    if (this.#router.isFrozen(nowMs)) for (const lane of this.#lanes.all) lane.replace("frozenTime");
    if (nowMs - this.#confirmedMs >= SECOND_MS) {
      this.#confirmedMs = nowMs;
      this.#confirmByFrames(nowMs);
    }
    if (this.#lanes.look()) this.#state.allServe();
    if (this.#lanes.listening().length > 0) this.#books?.check();
    this.#watchdog.check(nowMs);
    this.#retryRefused(nowMs);
    this.#tell();
  }

  /** Any frame shows that no best price changed unsaid: what the socket told stands as of that frame. */
  #confirmByFrames(nowMs: number): void {
    if (this.#options.protocol.confirmedBy !== "frame") return;
    for (const lane of this.#lanes.all) {
      const { link } = lane;
      if (link === null || !link.isOpen || nowMs - link.lastFrameMs > SECOND_MS) continue;
      this.#router.confirm(lane.markets.all, link);
    }
  }

  /** After sleep or a step of the clock nothing that was known holds: all sockets anew, all prices checked. */
  #recover({ backwards }: { readonly backwards: boolean }): void {
    const { sink, market } = this.#options;
    this.#alarm("timeStep");
    this.#router.resetTime();
    if (backwards) sink.onTimeReset(market.venue);
    for (const lane of this.#lanes.all) lane.restart("The computer slept, or its clock was set.");
  }

  #takeRest(answers: boolean, detail: string | null): void {
    // The network is there again: waiting any longer helps nobody.
    if (this.#state.takeRest(answers, detail)) for (const lane of this.#lanes.down) lane.connectNow();
    this.#tell();
  }

  #deliverRest(quotes: readonly RawQuote[]): void {
    const { sink, clock, protocol } = this.#options;
    // Where the stream's best prices have no time they are ordered by our clock, and so must these be.
    const offsetMs = protocol.bestPricesWithoutTime === true ? null : this.#router.lateness.offsetMs;
    const now = clock.now();
    const inOrder = quotes.map((quote): RawQuote => {
      // REST tells when the last trade was, not when its best prices were; the time of asking, by the venue's clock, is that.
      const tsEvent = offsetMs === null ? null : ((now - offsetMs) as UnixMs);
      return { ...quote, tsEvent, tsInit: now, source: "rest" };
    });
    if (inOrder.length > 0) sink.onQuotes(inOrder);
  }

  #takeVenueStatus(event: StatusEvent, lane: StreamLane): void {
    if (event.state === "closing") {
      lane.replace("closing");
      return;
    }
    if (this.#state.takeVenue(event)) this.#watchdog.crossCheck();
    this.#tell();
  }

  #takeRefusal(event: ErrorEvent, lane: StreamLane, link: StreamLink): void {
    const { clock, logger, market } = this.#options;
    this.#alarm("refused");
    logger.warn("A venue refused a request on its socket", { venue: market.venue, message: event.message });
    this.#refuse(lane.ledgerOf(link)?.refuse(event, () => clock.monotonicMs()) ?? []);
  }

  #refuse(refusals: readonly Refusal[]): void {
    for (const { key, reason } of refusals) {
      const watched = this.#markets.get(key.symbol);
      if (key.channel !== "quotes" || watched === undefined) continue;
      watched.refusedMs = this.#options.clock.monotonicMs();
      this.#setProblem(watched, reason);
    }
  }

  #retryRefused(nowMs: number): void {
    const isDue = ({ refusedMs }: WatchedMarket) => refusedMs >= 0 && nowMs - refusedMs >= REFUSED_MS;
    const again = [...this.#markets.values()].filter(isDue);
    if (again.length === 0) return;
    for (const market of again) market.refusedMs = nowMs;
    this.#lanes.resubscribe(
      again.map(({ symbol }) => symbol),
      "quotes",
    );
  }

  #setProblem(watched: WatchedMarket, problem: string | null): void {
    if (watched.problem === problem) return;
    watched.problem = problem;
    this.#options.sink.onMarketProblem(this.#options.market.venue, watched.symbol, problem);
  }

  #alarm(alarm: string): void {
    this.#alarms.set(alarm, (this.#alarms.get(alarm) ?? 0) + 1);
    const { logger, market } = this.#options;
    if (alarm !== "roll") logger.warn("A venue's prices were interrupted", { venue: market.venue, alarm });
  }

  #tell(): void {
    const change = this.#state.change({ all: this.#lanes.all.length, down: this.#lanes.down.length });
    if (change === null) return;
    const { sink, market, clock } = this.#options;
    sink.onStatus({ venue: market.venue, ...change, since: clock.now() });
  }
}
