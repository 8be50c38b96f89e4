import { expect, test } from "vitest";
import type { AccountHint, VenueClient } from "#engine/ports/exchange-client.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { watchWhileAllowed } from "./account-watch.ts";

function bench(streams = true) {
  const clock = new ManualClock();
  const state = { allowed: true, reads: 0, readable: true, running: 0 };
  const hints: AccountHint[] = [];
  let tell: (hint: AccountHint) => void = () => undefined;
  const client = {
    ...(streams
      ? {
          watchAccount: (listener: (hint: AccountHint) => void) => {
            state.running += 1;
            tell = listener;
            return {
              dispose: () => {
                state.running -= 1;
              },
            };
          },
        }
      : {}),
  } as VenueClient;
  const watch = watchWhileAllowed({
    clock,
    mayCall: () => state.allowed,
    open: async () => {
      state.reads += 1;
      return state.readable ? client : null;
    },
    listener: (hint) => hints.push(hint),
  });
  return { clock, state, hints, watch, say: (hint: AccountHint) => tell(hint) };
}

test("listens at once, through a pause, and not after the end", async () => {
  const { clock, state, hints, watch, say } = bench();
  await clock.advance(0);
  expect(state.running).toBe(1);
  say({ kind: "balances" });
  expect(hints).toEqual([{ kind: "balances" }]);
  state.allowed = false;
  await clock.advance(5_000);
  expect(state.running).toBe(0);
  state.allowed = true;
  await clock.advance(5_000);
  expect(state.running).toBe(1);
  await watch.dispose();
  expect(state.running).toBe(0);
  expect(clock.pending).toBe(0);
});

test("a key that cannot be read is read again after a minute, and one without a stream is not asked more often", async () => {
  const { clock, state } = bench();
  state.readable = false;
  const quiet = bench(false);
  await clock.advance(0);
  const before = state.reads;
  state.readable = false;
  await clock.advance(59_000);
  expect(state.reads).toBe(before);
  await quiet.clock.advance(59_000);
  expect(quiet.state.reads).toBe(1);
  await quiet.clock.advance(6_000);
  expect(quiet.state.reads).toBe(2);
  expect(quiet.state.running).toBe(0);
});

test("disposed while the key is being read, nothing begins", async () => {
  const { clock, state, watch } = bench();
  await watch.dispose();
  await clock.advance(60_000);
  expect(state.running).toBe(0);
});
