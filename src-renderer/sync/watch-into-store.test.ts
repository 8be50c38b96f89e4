import { expect, test } from "vitest";
import { createRemoteStore } from "#renderer/stores/remote-store.ts";
import { FrameBatch } from "./frame-batch.ts";
import { watchIntoStore } from "./watch-into-store.ts";

interface Event {
  readonly seq: number;
  readonly tsInit: number;
  readonly kind: "state" | "change";
  readonly data: readonly number[];
}

const state = (seq: number, ...data: number[]): Event => ({ seq, tsInit: 1_000 + seq, kind: "state", data });
const change = (seq: number, ...data: number[]): Event => ({ seq, tsInit: 1_000 + seq, kind: "change", data });

async function* of(events: readonly (Event | Error)[]): AsyncGenerator<Event> {
  for (const event of events) {
    if (event instanceof Error) throw event;
    yield event;
  }
}

/** Runs one stream per entry, then stops; returns the store and the delays waited. */
async function follow(streams: readonly (readonly (Event | Error)[])[]) {
  const store = createRemoteStore<readonly number[]>();
  const stop = new AbortController();
  const waited: number[] = [];
  let opened = 0;
  await watchIntoStore<readonly number[], readonly number[]>(
    {
      store,
      profileId: null,
      // The events of both kinds share one shape here, so the union holds.
      open: async () => of(streams[opened++] ?? []) as AsyncGenerator<never>,
      apply: (before, added) => [...before, ...added],
      batch: new FrameBatch((run) => run()),
      wait: async (delayMs) => {
        waited.push(delayMs);
        if (opened >= streams.length) stop.abort();
      },
    },
    stop.signal,
  );
  return { store, waited };
}

test("full state first, then changes", async () => {
  const { store } = await follow([[state(0, 1), change(1, 2), change(2, 3)]]);
  expect(store.getState()).toMatchObject({ status: "ready", value: [1, 2, 3], receivedAt: 1_002 });
});

test("a gap in the sequence asks for the full state again", async () => {
  const { store } = await follow([
    [state(0, 1), change(2, 99)],
    [state(0, 7), change(1, 8)],
  ]);
  expect(store.getState().value).toEqual([7, 8]);
});

test("a change before any state is refused", async () => {
  const { store } = await follow([[change(0, 5)]]);
  expect(store.getState().value).toBeNull();
});

test("a failure keeps the last value beside the error, and waits longer each time until an event comes", async () => {
  const lost = new Error("socket closed");
  const { store, waited } = await follow([[state(0, 1), lost], [lost], [lost]]);
  expect(store.getState()).toMatchObject({ status: "failed", value: [1], error: { code: "CONNECTION_LOST" } });
  expect(waited).toEqual([250, 500, 1_000]);
});

test("a typed error keeps its code, message and path", async () => {
  const refused = Object.assign(new Error("No such profile."), {
    code: "PROFILE_NOT_FOUND",
    data: { retryable: false, path: "profileId" },
  });
  const { store } = await follow([[refused]]);
  expect(store.getState().error).toEqual({ code: "PROFILE_NOT_FOUND", message: "No such profile.", path: "profileId" });
});
