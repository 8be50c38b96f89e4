// When are orders compared with the venues anew: a network that is back, and keys that can be read?
import { expect, it, vi } from "vitest";
import { VaultDoor } from "#engine/accounts/vault-door.ts";
import { Topic } from "#engine/core/event-bus.ts";
import { Secret } from "#engine/core/secret.ts";
import type { FeedStatus } from "#engine/ports/market-data-feed.ts";
import type { SecretStoreStatus } from "#engine/ports/secret-store.ts";
import { type VenueId, venueIdSchema } from "#shared/domain/ids.ts";
import { emptyDisk, MemorySecretStore } from "#testing/account-fakes.ts";
import { watchInterruptions } from "./watch-interruptions.ts";

const [OURS, OTHER] = [venueIdSchema.parse("kraken"), venueIdSchema.parse("binance")];

function watched(ok: boolean) {
  const keysOpened = new Topic<void>();
  const status = new Topic<FeedStatus>();
  const interrupted = vi.fn();
  const watch = watchInterruptions({
    venues: new Set([OURS]),
    market: { status },
    keysOpened,
    execution: { interrupted, ready: { ok, reason: "" } },
    guard: (run) => run(),
  });
  // Only venue and state are read of it.
  const say = (venue: VenueId, state: FeedStatus["state"]) => status.publish({ venue, state } as FeedStatus);
  return { keysOpened, interrupted, watch, say };
}

it("asks at once when keys can be read, where trading waits, and only there", async () => {
  const [waiting, trading] = [watched(false), watched(true)];
  for (const { keysOpened } of [waiting, trading]) keysOpened.publish();
  expect(waiting.interrupted.mock.calls).toEqual([["The vault was unlocked."]]);
  expect(trading.interrupted).not.toHaveBeenCalled();
  await waiting.watch.dispose();
  waiting.keysOpened.publish();
  expect(waiting.interrupted).toHaveBeenCalledTimes(1);
});

it("asks when the network to one of its venues was down and is back", async () => {
  const { interrupted, say, watch } = watched(true);
  say(OURS, "live");
  say(OTHER, "down");
  say(OTHER, "live");
  expect(interrupted).not.toHaveBeenCalled();
  say(OURS, "down");
  say(OURS, "live");
  say(OURS, "live");
  expect(interrupted.mock.calls).toEqual([["The network to kraken is back."]]);
  await watch.dispose();
  say(OURS, "down");
  say(OURS, "live");
  expect(interrupted).toHaveBeenCalledTimes(1);
});

it.each(["unlock", "choosePassphrase"] as const)(
  "is told by %s once the place of the keys is open, not before",
  async (what) => {
    const store = new MemorySecretStore(emptyDisk());
    const states: SecretStoreStatus["state"][] = ["locked", "open"];
    vi.spyOn(store, what).mockImplementation(async () => ({
      ...(await store.status()),
      state: states.shift() ?? "unavailable",
    }));
    const door = new VaultDoor(store);
    const told = vi.fn();
    door.opened.subscribe(told);
    expect((await door[what](new Secret("wrong"))).state).toBe("locked");
    expect(told).not.toHaveBeenCalled();
    expect((await door[what](new Secret("right"))).state).toBe("open");
    expect(told).toHaveBeenCalledTimes(1);
  },
);
