import { describe, expect, it } from "vitest";
import { type ConnectionState, type Opening, ReconnectingLink, type Transport } from "./reconnecting-link.ts";

/** A transport that answers with its name and ends when told. */
function fakeTransport(name: string): { readonly transport: Transport; readonly end: () => void } {
  let end = (): void => undefined;
  const closed = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { transport: { call: async (path) => `${name} ${path.join("/")}`, closed }, end };
}

function setUp(openings: readonly (Opening | Error)[]) {
  const left = [...openings];
  const delays: number[] = [];
  const waits: (() => void)[] = [];
  const link = new ReconnectingLink(
    async () => {
      const next = left.shift();
      if (next === undefined) return new Promise<never>(() => undefined);
      if (next instanceof Error) throw next;
      return next;
    },
    {
      wait: (delayMs) => {
        delays.push(delayMs);
        return new Promise((resolve) => waits.push(resolve));
      },
    },
  );
  const states: ConnectionState["state"][] = [];
  link.onState(({ state }) => states.push(state));
  const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
  const elapse = async (): Promise<void> => {
    waits.shift()?.();
    await settle();
  };
  const call = () => link.call(["system", "info"], {}, { context: {} });
  return { link, states, delays, settle, elapse, call };
}

const lost: Opening = { kind: "lost", detail: "no answer" };

describe("ReconnectingLink", () => {
  it("makes calls wait for the first connection", async () => {
    const { link, states, call } = setUp([{ kind: "open", transport: fakeTransport("first").transport }]);
    const answer = call();
    link.start();
    await expect(answer).resolves.toBe("first system/info");
    expect(states).toEqual(["connecting", "open"]);
  });

  it("fails calls at once while a connection is lost, and never sends them later", async () => {
    const first = fakeTransport("first");
    const second = fakeTransport("second");
    const { link, states, settle, elapse, call } = setUp([
      { kind: "open", transport: first.transport },
      { kind: "open", transport: second.transport },
    ]);
    link.start();
    await settle();
    first.end();
    await settle();
    await expect(call()).rejects.toThrow("The connection was lost.");
    await elapse();
    await expect(call()).resolves.toBe("second system/info");
    expect(states).toEqual(["connecting", "open", "lost", "open"]);
  });

  it("waits longer each time, up to five seconds, and shortly again after a success", async () => {
    const good = fakeTransport("good");
    const { link, delays, settle, elapse } = setUp([
      lost,
      new Error("thrown"),
      lost,
      lost,
      lost,
      lost,
      lost,
      { kind: "open", transport: good.transport },
    ]);
    link.start();
    await settle();
    for (let round = 0; round < 7; round += 1) await elapse();
    expect(delays).toEqual([250, 500, 1_000, 2_000, 4_000, 5_000, 5_000]);
    good.end();
    await settle();
    expect(delays.at(-1)).toBe(250);
  });

  it("stops at a refusal, until there is reason to try again", async () => {
    const { link, states, settle, call } = setUp([
      { kind: "refused", detail: "log in" },
      { kind: "open", transport: fakeTransport("second").transport },
    ]);
    link.start();
    await settle();
    await expect(call()).rejects.toThrow("log in");
    link.retryNow();
    await settle();
    await expect(call()).resolves.toBe("second system/info");
    expect(states).toEqual(["connecting", "refused", "open"]);
    link.retryNow();
    await settle();
    expect(states).toHaveLength(3);
  });

  it("lets a call be given up while it waits", async () => {
    const { link } = setUp([]);
    link.start();
    const stop = new AbortController();
    const answer = link.call(["a"], {}, { context: {}, signal: stop.signal });
    stop.abort(new Error("given up"));
    await expect(answer).rejects.toThrow("given up");
  });

  it("tells no more once a listener left", async () => {
    const { link, settle } = setUp([lost]);
    const states: string[] = [];
    link.onState(({ state }) => states.push(state))();
    link.start();
    await settle();
    expect(states).toEqual(["connecting"]);
  });
});
