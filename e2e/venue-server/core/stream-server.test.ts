// Do sockets at a venue server live by its clock, and does every fault do to them what it says?
import { once } from "node:events";
import { createConnection } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { venueIdSchema } from "#shared/domain/ids.ts";
import { TestTime } from "../../conformance/test-time.ts";
import { jsonReply } from "./http-message.ts";
import type { StreamFault } from "./stream-faults.ts";
import type { StreamVenue } from "./stream-venue.ts";
import { openVenueServer } from "./venue-server.ts";
import { VenueWorld } from "./venue-world.ts";

const BEAT_MS = 250;
const START = 1_767_571_200_000;

let time: TestTime;
const closing: (() => unknown)[] = [];

beforeEach(() => {
  time = new TestTime(START, { hashing: false });
  closing.push(() => time.dispose());
});

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Echoes, counts its beats, and tells the venue's state and the account's dollars at once. */
function echoVenue(said: string[]): StreamVenue {
  return {
    beatMs: BEAT_MS,
    open: (peer, path, world) => {
      if (path !== "/public" && path !== "/private") return null;
      peer.send({ hello: path });
      let beats = 0;
      let isTelling = false;
      return {
        onMessage: (text) => {
          if (text === "goodbye") peer.close(4_001, "as you wish");
          else peer.send(text);
        },
        onBeat: () => {
          beats += 1;
          peer.send({ beat: beats });
        },
        onEvent: () => {
          if (isTelling) said.push("told while telling");
          isTelling = true;
          world.account.settle();
          isTelling = false;
          peer.send({ state: world.state, balances: world.account.balances().map(({ free }) => free.toString()) });
        },
        onClose: () => void said.push(`closed ${path}`),
      };
    },
  };
}

async function open() {
  const said: string[] = [];
  const world = new VenueWorld({
    venue: venueIdSchema.parse("kraken"),
    listings: [
      {
        symbol: "BTC/USD",
        priceStep: "0.1",
        amountStep: "0.00000001",
        amountMin: null,
        amountMax: null,
        costMin: null,
        costMax: null,
      },
    ],
    rules: {
      maker: "0",
      taker: "0",
      feeAsset: "quote",
      clientIds: "openOnly",
      orderId: (count) => `O${count}`,
      tradeId: (count) => `T${count}`,
    },
    clock: time.venueClock,
    prices: { "BTC/USD": "100000" },
  });
  const server = await openVenueServer(world, {
    answer: () => jsonReply(200, {}),
    statusReply: (status) => jsonReply(status, {}),
    addKey: () => null,
    streams: echoVenue(said),
  });
  let isClosed = false;
  const close = async () => {
    if (!isClosed) await server.close();
    isClosed = true;
  };
  closing.push(close);
  const { streams } = server;
  if (streams === null) throw new Error("The server has no streams");
  return { server, world, streams, said, close, connect: (path?: string) => Client.connect(server.url, path) };
}

class Client {
  readonly socket: WebSocket;
  readonly #frames: (string | Buffer)[] = [];
  pongs = 0;
  pings = 0;
  /** Code and reason, or how the handshake failed. */
  end: string | null = null;
  headers: Readonly<Record<string, unknown>> = {};

  constructor(url: string, path: string) {
    this.socket = new WebSocket(new URL(path, url.replace("http:", "ws:")), { perMessageDeflate: false });
    this.socket.on("message", (data: Buffer, isBinary: boolean) =>
      this.#frames.push(isBinary ? Buffer.from(data) : String(data)),
    );
    this.socket.on("pong", () => {
      this.pongs += 1;
    });
    this.socket.on("ping", () => {
      this.pings += 1;
    });
    this.socket.on("unexpected-response", (_request, response) => {
      this.end = String(response.statusCode);
      this.headers = response.headers;
      response.destroy();
    });
    this.socket.on("error", (error) => {
      this.end ??= error.message;
    });
    this.socket.on("close", (code, reason) => {
      this.end ??= `${code} ${reason}`;
    });
    closing.push(() => this.socket.terminate());
  }

  /** Connected or refused, its first frame read. */
  static async connect(url: string, path = "/public"): Promise<Client> {
    const client = new Client(url, path);
    await time.settle();
    client.frames();
    return client;
  }

  /** Since the last look. */
  frames(): readonly (string | Buffer)[] {
    return this.#frames.splice(0);
  }

  async say(...texts: readonly string[]): Promise<readonly (string | Buffer)[]> {
    for (const text of texts) this.socket.send(text);
    await time.settle();
    return this.frames();
  }

  async ping(): Promise<number> {
    this.socket.ping();
    await time.settle();
    return this.pongs;
  }
}

describe("a socket", () => {
  it("is sent what the session says, from its first word on", async () => {
    const { server, streams } = await open();
    const client = new Client(server.url, "/private?token=1");
    await time.settle();
    expect(client.frames()).toEqual(['{"hello":"/private"}']);
    expect(await client.say('{"a": 1.10}')).toEqual(['{"a": 1.10}']);
    expect(await client.ping()).toBe(1);
    expect(streams.log).toEqual([{ at: START, path: "/private", text: '{"a": 1.10}' }]);
    expect(streams.connections).toMatchObject([{ path: "/private", openedAt: START, framesSent: 2, closed: false }]);
    expect(streams.framesSent).toBe(2);
  });

  it("has a beat while it is open, and the clock has a timer only then", async () => {
    const { connect, said } = await open();
    expect(time.clock.pending).toBe(0);
    const client = await connect();
    const other = await connect();
    expect(time.clock.pending).toBe(1);
    await time.pass(3 * BEAT_MS);
    expect(client.frames()).toEqual(['{"beat":1}', '{"beat":2}', '{"beat":3}']);
    client.socket.close();
    await time.settle();
    expect([said, time.clock.pending]).toEqual([["closed /public"], 1]);
    other.socket.terminate();
    await time.settle();
    expect([said, time.clock.pending]).toEqual([["closed /public", "closed /public"], 0]);
  });

  it("is pinged every 20 seconds", async () => {
    const { connect } = await open();
    const client = await connect();
    await time.pass(19_999);
    expect(client.pings).toBe(0);
    await time.pass(60_001);
    expect(client.pings).toBe(4);
  });

  it("is told at once of the venue's state and of accounts", async () => {
    const { server, connect } = await open();
    const client = await connect();
    server.setState("maintenance");
    server.account.fund("USD", "100");
    server.account.transfer({ kind: "withdrawal", asset: "USD", amount: "40" });
    server.addAccount().fund("USD", "1");
    await time.settle();
    expect(client.frames()).toEqual([
      '{"state":"maintenance","balances":[]}',
      '{"state":"maintenance","balances":["100"]}',
      '{"state":"maintenance","balances":["60"]}',
      '{"state":"maintenance","balances":["60"]}',
    ]);
  });

  it("is told of an order that is placed, filled when somebody looks, and canceled", async () => {
    const { server, connect } = await open();
    server.account.fund("USD", "2000");
    const client = await connect();
    const order = { clientId: null, symbol: "BTC/USD", side: "buy", kind: "limit", quantity: "0.01" } as const;
    server.account.submit({ ...order, limitPrice: "99000" });
    // The price falls through the order: placing another one is the look at the first.
    server.market.setPrice("BTC/USD", "98000");
    const second = server.account.submit({ ...order, limitPrice: "10000" });
    if (second.kind !== "accepted") throw new Error("Refused");
    server.account.cancel(second.placed.order.venueOrderId);
    await time.settle();
    const shown = client.frames().map((frame) => JSON.parse(String(frame)).balances.join(" "));
    expect(shown).toEqual(["1010", "0.01 1010", "0.01 910", "0.01 1010"]);
  });

  it("is told of what a look at the account changes after that look, not in it", async () => {
    const { server, connect, said } = await open();
    server.account.fund("USD", "1000");
    const order = { clientId: null, symbol: "BTC/USD", side: "buy", kind: "limit", quantity: "0.01" } as const;
    server.account.submit({ ...order, limitPrice: "99000" });
    server.market.setPrice("BTC/USD", "98000");
    const clients = [await connect(), await connect()];
    server.setState("postOnly");
    await time.settle();
    const filled = '{"state":"postOnly","balances":["0.01","10"]}';
    for (const client of clients) expect(client.frames()).toEqual([filled, filled]);
    expect(said).toEqual([]);
  });

  it("is closed by the venue with its code, and neither hears nor is heard after", async () => {
    const { connect, streams, said } = await open();
    const client = await connect();
    expect(await client.say("goodbye", "anybody?")).toEqual([]);
    expect([client.end, said, streams.connections]).toEqual(["4001 as you wish", ["closed /public"], []]);
    expect(streams.log.map(({ text }) => text)).toEqual(["goodbye"]);
  });

  it("ends with the others when all are dropped, and with the server", async () => {
    const { connect, streams, close } = await open();
    const clients = [await connect(), await connect("/private")];
    streams.dropAll();
    expect(streams.connections).toEqual([]);
    await time.settle();
    expect(clients.map(({ end }) => end)).toEqual(["1006 ", "1006 "]);
    const last = await connect();
    await close();
    await time.settle();
    expect([last.end, time.clock.pending]).toEqual(["1006 ", 0]);
  });

  it("gets frames that a test made by hand", async () => {
    const { connect, streams } = await open();
    const clients = [await connect(), await connect("/private")];
    streams.sendAll({ made: "by hand" });
    streams.sendAll("not JSON");
    await time.settle();
    for (const client of clients) expect(client.frames()).toEqual(['{"made":"by hand"}', "not JSON"]);
  });
});

describe("handshakes", () => {
  it("to a path that the venue does not have are answered 404, and all are written down", async () => {
    const { connect, streams } = await open();
    await time.pass(1_000);
    expect((await connect("/none")).end).toBe("404");
    expect((await connect()).end).toBeNull();
    expect(streams.handshakes).toEqual([
      { at: START + 1_000, path: "/none", status: 404 },
      { at: START + 1_000, path: "/public", status: 101 },
    ]);
  });

  it("that are none are refused, and the session goes", async () => {
    const { server, streams, said } = await open();
    const socket = createConnection(Number(new URL(server.url).port), "127.0.0.1");
    closing.push(() => socket.destroy());
    socket.write("GET /public HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    const [answer] = await once(socket, "data");
    expect(String(answer)).toMatch(/^HTTP\/1.1 400 /);
    expect([streams.handshakes[0]?.status, streams.connections, said]).toEqual([400, [], ["closed /public"]]);
  });

  it("are refused with a status and headers while the fault stands", async () => {
    const { connect, streams } = await open();
    const standing = await connect();
    const fault = streams.faults.add(
      { kind: "refuse", status: 429, headers: { "retry-after": "7" } },
      { path: /^\/public/ },
    );
    const refused = await connect();
    expect([refused.end, refused.headers["retry-after"], streams.handshakes.at(-1)?.status]).toEqual(["429", "7", 429]);
    expect((await connect("/private")).end).toBeNull();
    expect(await standing.say("still here")).toEqual(["still here"]);
    fault.remove();
    expect((await connect()).end).toBeNull();
    expect(fault.hits).toBe(1);
  });

  it("hang while the fault stands, and that counts as settled", async () => {
    const { server, streams, close } = await open();
    const fault = streams.faults.add({ kind: "hang" });
    const [one, two] = [new Client(server.url, "/public"), new Client(server.url, "/public")];
    await time.pass(60_000);
    expect([one.socket.readyState, streams.handshakes.map(({ status }) => status)]).toEqual([0, [null, null]]);
    fault.remove();
    expect((await Client.connect(server.url)).end).toBeNull();
    one.socket.terminate();
    await time.settle();
    expect(two.end).toBeNull();
    await close();
    await time.settle();
    expect(two.end).toBe("socket hang up");
  });
});

describe("faults", () => {
  const LETTERS = ["a", "b", "c", "d", "e"];
  const GARBAGE = Buffer.from(LETTERS.map((letter) => letter.charCodeAt(0) ^ 0xa5));

  it.each<[string, StreamFault, readonly (string | Buffer)[]]>([
    ["freeze", { kind: "freeze" }, []],
    ["half-open", { kind: "halfOpen" }, []],
    ["reorder", { kind: "reorder" }, ["b", "a", "d", "c"]],
    ["duplicate", { kind: "duplicate" }, ["a", "a", "b", "b", "c", "c", "d", "d", "e", "e"]],
    ["duplicate some", { kind: "duplicate", every: 2 }, ["a", "b", "b", "c", "d", "d", "e"]],
    ["gap", { kind: "gap", every: 2 }, ["a", "c", "e"]],
    ["alter", { kind: "alter", change: (text) => text.toUpperCase() }, ["A", "B", "C", "D", "E"]],
    ["silent", { kind: "silent", word: "c" }, ["a", "b", "d", "e"]],
    ["binary", { kind: "binary", every: 3 }, ["a", "b", GARBAGE.subarray(2, 3), "d", "e"]],
  ])("%s, until it is removed", async (_name, fault, expected) => {
    const { connect, streams } = await open();
    const [client, other] = [await connect(), await connect("/private")];
    const planted = streams.faults.add(fault, { path: /public/ });
    expect(await client.say(...LETTERS)).toEqual(expected);
    expect(planted.hits).toBeGreaterThan(0);
    expect(await other.say(...LETTERS)).toEqual(LETTERS);
    planted.remove();
    // What a swap held back comes first.
    expect(await client.say("f")).toEqual(fault.kind === "reorder" ? ["e", "f"] : ["f"]);
  });

  it("truncate: broken JSON", async () => {
    const { connect, streams } = await open();
    const client = await connect();
    streams.faults.add({ kind: "truncate", every: 2 });
    expect(await client.say('{"a":1}', '{"b":2}')).toEqual(['{"a":1}', '{"b']);
  });

  it("alter JSON: numbers that are left alone keep their digits", async () => {
    const { connect, streams } = await open();
    const client = await connect();
    const bid = (value: unknown) => {
      const { data } = value as { readonly data: readonly { bid: number; ask: number }[] };
      for (const row of data) row.bid = row.ask + 1;
      return { ...(value as object), more: [data[0]?.ask] };
    };
    const planted = streams.faults.add({ kind: "alterJson", change: bid });
    expect(await client.say('{"data":[{"bid":1.0,"ask":105944.20}],"id":12345678901234567890}')).toEqual([
      '{"data":[{"bid":105945.2,"ask":105944.20}],"id":12345678901234567890,"more":[105944.20]}',
    ]);
    expect(await client.say("no JSON")).toEqual(["no JSON"]);
    expect(planted.hits).toBe(1);
  });

  it("freeze: pings are answered, and what the venue says meanwhile is lost", async () => {
    const { connect, streams } = await open();
    const client = await connect();
    const fault = streams.faults.add({ kind: "freeze" });
    await time.pass(2 * BEAT_MS);
    expect(client.frames()).toEqual([]);
    expect(await client.ping()).toBe(1);
    fault.remove();
    await time.pass(BEAT_MS);
    expect(client.frames()).toEqual(['{"beat":3}']);
  });

  it("half-open: not a byte leaves, what comes in is not read, and the connection stays", async () => {
    const { connect, streams } = await open();
    const client = await connect();
    const fault = streams.faults.add({ kind: "halfOpen" });
    expect(await client.ping()).toBe(0);
    expect(await client.say("lost")).toEqual([]);
    await time.pass(60_000);
    expect([client.frames(), client.pings, client.end, streams.log]).toEqual([[], 0, null, []]);
    fault.remove();
    expect(await client.ping()).toBe(1);
    expect(await client.say("heard")).toEqual(["heard"]);
  });

  it("half-open: whoever says goodbye is not heard, and the line is cut when it is over", async () => {
    const { connect, streams } = await open();
    const [polite, waiting] = [await connect(), await connect()];
    const slow = streams.faults.add({ kind: "slow", delayMs: 1_000 });
    await waiting.say("goodbye");
    const fault = streams.faults.add({ kind: "halfOpen" });
    slow.remove();
    polite.socket.close(1_000, "bye");
    await time.pass(1_000);
    expect([polite.end, waiting.end]).toEqual([null, null]);
    fault.remove();
    await time.settle();
    expect([polite.end, waiting.end]).toEqual(["1006 ", "1006 "]);
  });

  it("slow: in order, to the millisecond; what waits leaves when it is over", async () => {
    const { connect, streams } = await open();
    const client = await connect();
    const fault = streams.faults.add({ kind: "slow", delayMs: 100 });
    expect(await client.say("a")).toEqual([]);
    await time.pass(99);
    expect(await client.say("b")).toEqual([]);
    await time.pass(1);
    expect(client.frames()).toEqual(["a"]);
    const pinged = client.ping();
    await time.pass(99);
    expect([client.frames(), await pinged]).toEqual([["b"], 0]);
    expect(await client.say("c")).toEqual([]);
    fault.remove();
    expect(await client.say("d")).toEqual(["c", "d"]);
    expect([client.pongs, fault.hits]).toEqual([1, 4]);
  });

  it("slow: the venue's goodbye waits behind its last word", async () => {
    const { connect, streams } = await open();
    const client = await connect();
    streams.faults.add({ kind: "slow", delayMs: 100 });
    expect(await client.say("last", "goodbye")).toEqual([]);
    expect([client.end, streams.connections]).toEqual([null, []]);
    await time.pass(100);
    expect([client.frames(), client.end]).toEqual([["last"], "4001 as you wish"]);
  });

  it("storm: each socket is cut so long after it opened, an older one at once", async () => {
    const { connect, streams } = await open();
    const old = await connect();
    await time.pass(5_000);
    const fault = streams.faults.add({ kind: "storm", afterMs: 500 });
    const fresh = await connect();
    await time.pass(0);
    expect([old.end, fresh.end]).toEqual(["1006 ", null]);
    await time.pass(499);
    expect(fresh.end).toBeNull();
    await time.pass(1);
    expect(fresh.end).toBe("1006 ");
    const spared = await connect();
    fault.remove();
    await time.pass(5_000);
    expect([spared.end, fault.hits]).toEqual([null, 2]);
  });

  it("compose in the order of planting", async () => {
    const { connect, streams } = await open();
    const client = await connect();
    streams.faults.add({ kind: "slow", delayMs: 100 });
    streams.faults.add({ kind: "gap", every: 3 });
    streams.faults.add({ kind: "duplicate" });
    streams.faults.add({ kind: "slow", delayMs: 50 });
    expect(await client.say("a", "b", "c")).toEqual([]);
    await time.pass(149);
    expect(client.frames()).toEqual([]);
    await time.pass(1);
    expect(client.frames()).toEqual(["a", "a", "b", "b"]);
    streams.faults.clear();
    expect(await client.say("a", "b", "c")).toEqual(["a", "b", "c"]);
  });

  it("what a swap holds back still meets the faults behind it when that is over", async () => {
    const { connect, streams } = await open();
    const client = await connect();
    const swap = streams.faults.add({ kind: "reorder" });
    streams.faults.add({ kind: "alter", change: (text) => `${text}!` });
    expect(await client.say("a")).toEqual([]);
    swap.remove();
    expect(await client.say("b")).toEqual(["a!", "b!"]);
  });

  it("every nth is a whole number from one", async () => {
    const { streams } = await open();
    expect(() => streams.faults.add({ kind: "gap", every: 0 })).toThrow("n from 1, not 0");
  });
});
