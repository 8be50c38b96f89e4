import { describe, expect, it, vi } from "vitest";
import { Topic } from "#engine/core/event-bus.ts";
import { flushAsync, ManualClock } from "#testing/manual-clock.ts";
import { type Conflation, type StreamEvent, watchStream } from "./watch-stream.ts";

interface Setup {
  readonly conflation?: Conflation<number>;
  readonly intervalMs?: number;
  readonly read?: () => number | Promise<number>;
}

function setUp({ conflation = { kind: "latest" }, intervalMs = 0, read = () => 100 }: Setup = {}) {
  const topic = new Topic<number>();
  const clock = new ManualClock();
  const stop = new AbortController();
  const stream = watchStream({
    source: { read, subscribe: (listener) => topic.subscribe(listener) },
    profileId: null,
    conflation,
    intervalMs,
    clock,
    signal: stop.signal,
  });
  const take = async (): Promise<string> => {
    const { value, done } = await stream.next();
    return done === true ? "end" : show(value);
  };
  return { topic, clock, stop, stream, take };
}

const show = (event: StreamEvent<number, number>): string => `${event.seq} ${event.kind} ${event.data}`;

describe("watchStream", () => {
  it("tells the state first, then each change, numbered without gaps", async () => {
    const { topic, take } = setUp();
    expect(await take()).toBe("0 state 100");
    topic.publish(1);
    expect(await take()).toBe("1 change 1");
    const waiting = take();
    topic.publish(2);
    expect(await waiting).toBe("2 change 2");
  });

  it("loses nothing that happens while the state is read", async () => {
    let finish: (value: number) => void = () => undefined;
    const { topic, take } = setUp({
      read: () =>
        new Promise((resolve) => {
          finish = resolve;
        }),
    });
    const first = take();
    await flushAsync();
    topic.publish(7);
    finish(6);
    expect(await first).toBe("0 state 6");
    expect(await take()).toBe("1 change 7");
  });

  it("keeps only the newest of whole states", async () => {
    const { topic, take } = setUp();
    await take();
    for (let value = 1; value <= 1_000; value += 1) topic.publish(value);
    expect(await take()).toBe("1 change 1000");
  });

  it("merges what is to be merged", async () => {
    const { topic, take } = setUp({ conflation: { kind: "merge", merge: (older, newer) => older + newer } });
    await take();
    for (const value of [1, 2, 3]) topic.publish(value);
    expect(await take()).toBe("1 change 6");
  });

  it("queues what counts, in order, up to its capacity", async () => {
    const { topic, take } = setUp({ conflation: { kind: "queue", capacity: 3 } });
    await take();
    for (const value of [1, 2, 3]) topic.publish(value);
    expect([await take(), await take(), await take()]).toEqual(["1 change 1", "2 change 2", "3 change 3"]);
  });

  it("replaces a queue that is too long by a fresh state, and goes on from there", async () => {
    let state = 100;
    const { topic, take } = setUp({ conflation: { kind: "queue", capacity: 2 }, read: () => state });
    await take();
    for (let value = 1; value <= 50_000; value += 1) topic.publish(value);
    state = 200;
    expect(await take()).toBe("1 state 200");
    topic.publish(9);
    expect(await take()).toBe("2 change 9");
  });

  it("leaves the interval between events and conflates within it", async () => {
    const { topic, clock, take } = setUp({ intervalMs: 250 });
    await take();
    const next = take();
    const told = vi.fn();
    void next.then(told);
    topic.publish(1);
    await clock.advance(249);
    topic.publish(2);
    expect(told).not.toHaveBeenCalled();
    await clock.advance(1);
    expect(await next).toBe("1 change 2");
  });

  it.each([0, 250])(
    "ends on the signal while waiting (interval %i ms), leaving no listener and no timer",
    async (intervalMs) => {
      const { topic, clock, stop, take } = setUp({ intervalMs });
      await take();
      const waiting = take();
      await flushAsync();
      stop.abort();
      expect(await waiting).toBe("end");
      expect([topic.size, clock.pending]).toEqual([0, 0]);
    },
  );

  it("ends when the reader leaves", async () => {
    const { topic, stream, take } = setUp();
    await take();
    expect(topic.size).toBe(1);
    await stream.return();
    expect(topic.size).toBe(0);
  });

  it("listens to nothing when the signal was aborted before", async () => {
    const { topic, stop, take } = setUp();
    stop.abort();
    expect(await take()).toBe("end");
    expect(topic.size).toBe(0);
  });

  it("passes a failure to read on, and stops listening", async () => {
    const { topic, take } = setUp({ read: () => Promise.reject(new Error("no state")) });
    await expect(take()).rejects.toThrow("no state");
    expect(topic.size).toBe(0);
  });
});
