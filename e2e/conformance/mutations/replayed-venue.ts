// How is a venue's every answer recorded once from its server, and then given again, spoiled, without a socket in between?
// Only the library's `undiciRequest` is replaced: everything from signing to parsing is the real thing.
import { coinbase, Exchange } from "ccxt";
import { onTestFinished } from "vitest";

import { type UnixMs, unixMs } from "#shared/domain/time.ts";
import { type OpenVenue, openVenue } from "../open-venue.ts";
import { accepted } from "../place-orders.ts";
import type { VenueUnderTest } from "../venue-under-test.ts";
import { type Scenario, type Subject, scenariosOf } from "./scenarios.ts";

interface Sent {
  readonly method?: string;
}

export interface RecordedAnswer {
  readonly route: string;
  readonly loose: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** One call with all answers that it reads, and what it returned. */
export interface Recording {
  readonly scenario: Scenario;
  readonly answers: readonly RecordedAnswer[];
  readonly value: unknown;
  /** When it was recorded: answers tell times of then. */
  readonly at: UnixMs;
}

/** Different with every call, whatever is asked. */
const OF_THE_CALL: ReadonlySet<string> = new Set(["signature", "timestamp", "recvWindow", "nonce"]);
/** What tells one question at an address from another, as long as it is about no page and no time. */
const OF_THE_QUESTION = ["product_id", "symbol", "symbols"] as const;

/** The question word for word; `loose` for one that was never asked like that, like a page that a spoiled answer names. */
function routesOf(url: string, method: string): { readonly exact: string; readonly loose: string } {
  const { pathname, searchParams } = new URL(url);
  const query = [...searchParams].filter(([name]) => !OF_THE_CALL.has(name)).map(([name, value]) => `${name}=${value}`);
  const question = OF_THE_QUESTION.map((name) => searchParams.get(name) ?? "").join(" ");
  return { exact: `${method} ${pathname} ${query.join("&")}`, loose: `${method} ${pathname} loosely ${question}` };
}

type UndiciRequest = (url: string, sent: Sent) => Promise<{ status: number; headers: object; text(): Promise<string> }>;

// The library's declared types leave its inner members out.
const library = Exchange.prototype as unknown as { undiciRequest: UndiciRequest };

const real = { undiciRequest: library.undiciRequest, createAuthToken: coinbase.prototype.createAuthToken };

/** Until the test is over. No spy: those keep every call, and there are hundreds of thousands. */
function replace(undiciRequest: UndiciRequest): void {
  library.undiciRequest = undiciRequest;
  onTestFinished(() => {
    library.undiciRequest = real.undiciRequest;
    coinbase.prototype.createAuthToken = real.createAuthToken;
  });
}

/** A body for every question of a method and path. */
export interface Instead {
  readonly route: RegExp;
  readonly text: string;
}

export class ReplayedVenue {
  readonly recordings: readonly Recording[];
  readonly #venue: OpenVenue;
  readonly #orders: Omit<Subject, "market" | "client">;
  readonly #known: ReadonlyMap<string, RecordedAnswer>;
  readonly #key: ReturnType<OpenVenue["key"]>;
  #instead: readonly Instead[] = [];
  #answers: ReadonlyMap<string, RecordedAnswer> = new Map();

  private constructor(
    venue: OpenVenue,
    key: ReturnType<OpenVenue["key"]>,
    orders: Omit<Subject, "market" | "client">,
    recordings: readonly Recording[],
  ) {
    this.#venue = venue;
    this.#key = key;
    this.#orders = orders;
    this.recordings = recordings;
    this.#known = byRoute(recordings.flatMap(({ answers }) => [...answers]));
    replace(async (url, { method = "GET" }) => {
      const { exact, loose } = routesOf(url, method);
      const instead = this.#instead.find(({ route }) => route.test(`${method} ${new URL(url).pathname}`));
      if (instead !== undefined) return { status: 200, headers: {}, text: async () => instead.text };
      const answer =
        this.#answers.get(exact) ?? this.#known.get(exact) ?? this.#answers.get(loose) ?? this.#known.get(loose);
      if (answer === undefined) throw Object.assign(new Error(`not recorded: ${exact}`), { code: "ECONNREFUSED" });
      return { status: answer.status, headers: answer.headers, text: async () => answer.text };
    });
    // A token costs milliseconds and says nothing about answers.
    coinbase.prototype.createAuthToken = () => "token";
  }

  static async record(under: VenueUnderTest): Promise<ReplayedVenue> {
    const venue = await openVenue(under, { prices: { [under.symbol]: under.price, [`ETH/${under.quote}`]: "3000" } });
    const key = venue.key();
    const orders = await prepare(venue, key);
    const recordings: Recording[] = [];
    for (const scenario of scenariosOf(under)) recordings.push(await recordOne(venue, key, orders, scenario));
    await venue.unplug();
    return new ReplayedVenue(venue, key, orders, recordings);
  }

  /** A call of a new client, with these bodies from elsewhere. */
  async runInstead<T>(instead: readonly Instead[], at: UnixMs, call: (subject: Subject) => Promise<T>): Promise<T> {
    const { clock } = this.#venue.time;
    clock.stepWall(at - clock.now());
    this.#instead = instead;
    try {
      return await this.#venue.time.run(call(this.fresh()));
    } finally {
      this.#instead = [];
    }
  }

  get orders(): Omit<Subject, "market" | "client"> {
    return this.#orders;
  }

  /** As after a start: nothing is kept from answers before. */
  fresh(): Subject {
    this.#venue.restart();
    return { ...this.#orders, market: this.#venue.market, client: this.#venue.client(this.#key) };
  }

  /** Runs a scenario with these answers in place of the recorded ones, far enough from the last for every limit. */
  async run(subject: Subject, { scenario, at }: Recording, answers: readonly RecordedAnswer[]): Promise<unknown> {
    const { clock } = this.#venue.time;
    await clock.advance(PAUSE_MS);
    clock.stepWall(at - clock.now());
    this.#answers = byRoute(answers);
    return this.#venue.time.run(scenario.run(subject));
  }
}

/** By both names; of several pages the first stands for one that nobody asked for. */
function byRoute(answers: readonly RecordedAnswer[]): ReadonlyMap<string, RecordedAnswer> {
  const loosely = answers.toReversed().map((answer) => [answer.loose, answer] as const);
  return new Map([...loosely, ...answers.map((answer) => [answer.route, answer] as const)]);
}

/** Longer than any window of a limit and any pause or block that an answer can ask for without a time of its own. */
const PAUSE_MS = 150_000;

async function prepare(
  venue: OpenVenue,
  key: ReturnType<OpenVenue["key"]>,
): Promise<Omit<Subject, "market" | "client">> {
  const { account } = venue.server;
  const client = venue.client(key);
  account.fund("ETH", "12.345678");
  const [extra] = venue.under.extraBalances;
  if (extra !== undefined) account.extraBalances.set(extra.code, "1.5");
  const earlier = venue.now();
  for (const [index, kind] of (["deposit", "withdrawal", "deposit"] as const).entries())
    account.transfer({
      kind,
      asset: venue.under.base,
      amount: `0.${index + 1}0000001`,
      fee: "0.0001",
      at: unixMs(earlier - 60_000 * index),
    });
  venue.server.market.setBook(venue.under.symbol, {
    bids: [
      ["99999.5", "2"],
      ["99998", "3"],
    ],
    asks: [
      ["100000.5", "0.011"],
      ["100001", "5"],
    ],
  });
  const resting = venue.order({ kind: "limit", price: "90000", quantity: "0.03" });
  const { venueOrderId } = await accepted(venue, client, resting);
  const filled = venue.order({ quantity: "0.02" });
  await accepted(venue, client, filled);
  await venue.value(
    client.submitOrder(venue.order({ symbol: `ETH/${venue.under.quote}`, price: "3100", quantity: "0.5" }), {}),
  );
  await venue.time.pass(120_000);
  const next = venue.order({ quantity: "0.01" });
  return { resting: { ...resting, venueOrderId }, filled, next, sentAt: venue.now() };
}

async function recordOne(
  venue: OpenVenue,
  key: ReturnType<OpenVenue["key"]>,
  orders: Omit<Subject, "market" | "client">,
  scenario: Scenario,
): Promise<Recording> {
  const answers = new Map<string, RecordedAnswer>();
  replace(async function (this: unknown, url, sent) {
    const reply = await real.undiciRequest.call(this, url, sent);
    const text = await reply.text();
    const { exact: route, loose } = routesOf(url, sent.method ?? "GET");
    answers.set(route, { route, loose, status: reply.status, headers: { ...reply.headers }, text });
    return { ...reply, text: async () => text };
  });
  venue.restart();
  await venue.time.pass(60_000);
  const at = venue.now();
  const subject = { ...orders, market: venue.market, client: venue.client(key) };
  const value = await venue.value(scenario.run(subject));
  library.undiciRequest = real.undiciRequest;
  return { scenario, answers: [...answers.values()], value, at };
}
