// Does the contract hold over every transport alike?
import { isDefinedError, type ORPCError, safe } from "@orpc/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { nonceSchema, planHashSchema, profileIdSchema } from "#shared/domain/ids.ts";
import { KNOWN_PROFILE, LONG_DECIMAL, sampleHealth, samplePortfolio } from "#testing/fake-api-context.ts";
import { TRANSPORTS, type Wire } from "./test-support/transports.ts";

const UNKNOWN_PROFILE = profileIdSchema.parse("nobody");

describe.each(TRANSPORTS)("contract over $name", ({ open }) => {
  let wire: Wire;
  beforeEach(async () => {
    wire = await open();
  });
  afterEach(() => wire.dispose());

  it("answers a call", async () => {
    await expect(wire.client.system.info({})).resolves.toMatchObject({ marketLabel: "SIMULATED" });
  });

  it("carries a decimal of 38 digits unchanged", async () => {
    const portfolio = await wire.client.portfolio.get({ profileId: KNOWN_PROFILE });
    expect(portfolio.totalValue).toBe(LONG_DECIMAL);
  });

  it("tells an engine's error with its code, message, place and context", async () => {
    const { error } = await safe(wire.client.portfolio.get({ profileId: UNKNOWN_PROFILE }));
    expect(isDefinedError(error)).toBe(true);
    expect(error).toMatchObject({
      code: "PROFILE_NOT_FOUND",
      message: "There is no profile nobody.",
      data: { path: "profileId", retryable: false, context: { profileId: "nobody" } },
    });
  });

  it("tells the same of a stream that cannot start", async () => {
    const events = await wire.client.portfolio.watch({ profileId: UNKNOWN_PROFILE }).catch((error: unknown) => error);
    expect(events).toMatchObject({ code: "PROFILE_NOT_FOUND", defined: true });
  });

  it("names the wrong field and what was expected of it", async () => {
    const { error } = await safe(
      wire.client.rebalancing.approve({
        profileId: KNOWN_PROFILE,
        planHash: planHashSchema.parse("a".repeat(64)),
        nonce: nonceSchema.parse("n".repeat(22)),
        // A window that was built wrongly, say.
        saveTargets: "yes" as unknown as boolean,
      }),
    );
    expect(isDefinedError(error)).toBe(true);
    expect(error).toMatchObject({ code: "INPUT_INVALID", data: { path: "saveTargets" } });
    expect(error?.message).toMatch(/saveTargets.*boolean/);
    await expect(wire.api.changes()).resolves.toBe(0);
  });

  it("changes settings and tells everyone who watches", async () => {
    const stop = new AbortController();
    const themes: string[] = [];
    const watching = (async () => {
      for await (const event of await wire.client.settings.watch({}, { signal: stop.signal })) {
        themes.push(`${event.seq} ${event.kind} ${event.data.theme}`);
        if (themes.length === 1) void wire.client.settings.update({ theme: "light" });
        if (themes.length === 2) return;
      }
    })();
    await watching;
    expect(themes).toEqual(["0 state system", "1 change light"]);
  });

  it("conflates a flood: the reader gets the newest state, not a backlog", async () => {
    const stop = new AbortController();
    const values: (string | null)[] = [];
    for await (const event of await wire.client.portfolio.watch(
      { profileId: KNOWN_PROFILE },
      { signal: stop.signal },
    )) {
      values.push(event.data.totalValue);
      if (event.kind === "change") break;
      for (let round = 1; round <= 5_000; round += 1) {
        const state = samplePortfolio(KNOWN_PROFILE, wire.api.context.clock);
        wire.api.topics.portfolio.publish({ ...state, totalValue: `${round}` as typeof state.totalValue });
      }
    }
    expect(values).toEqual([LONG_DECIMAL, "5000"]);
    stop.abort();
  });

  it.each([
    ["leaving the loop", false],
    ["the signal", true],
  ])("stops listening to the engine on %s", async (_, abort) => {
    const stop = new AbortController();
    const events = await wire.client.system.watchHealth({}, { signal: stop.signal });
    await events.next();
    expect(wire.api.topics.health.size).toBe(1);
    if (abort) stop.abort();
    else await events.return();
    await vi.waitFor(() => expect(wire.api.topics.health.size).toBe(0));
  });

  it("stops listening when the connection goes, and fails what was open", async () => {
    const events = await wire.client.system.watchHealth({});
    await events.next();
    const next = events.next().catch((error: unknown) => error);
    await wire.dispose();
    await expect(next).resolves.toBeInstanceOf(Error);
    await vi.waitFor(() => expect(wire.api.topics.health.size).toBe(0));
  });

  it("keeps serving while many streams and calls are open, and says when they are too many", async () => {
    const stop = new AbortController();
    const streams = await Promise.all(
      Array.from({ length: 128 }, () => wire.client.system.watchHealth({}, { signal: stop.signal })),
    );
    await Promise.all(streams.map((stream) => stream.next()));
    const { error } = await safe(wire.client.system.info({}));
    expect(error).toMatchObject({ code: "INPUT_TOO_LARGE", defined: true });
    stop.abort();
    await vi.waitFor(async () => expect(wire.api.topics.health.size).toBe(0));
    await expect(wire.client.system.info({})).resolves.toBeDefined();
  });

  it("tells a mistake of the program without quoting it", async () => {
    const read = vi.spyOn(wire.api.context.audit, "verify");
    read.mockRejectedValueOnce(new Error("SELECT * FROM secrets WHERE key = 'hunter2'"));
    const { error } = await safe(wire.client.audit.verify({}));
    expect(error).toMatchObject({ code: "SYSTEM_INTERNAL", defined: true });
    expect(JSON.stringify((error as ORPCError<string, unknown>).toJSON())).not.toContain("hunter2");
  });

  it("refuses what the engine itself returns wrongly, rather than show it", async () => {
    vi.spyOn(wire.api.context.portfolio, "portfolio").mockReturnValueOnce({
      read: () => ({ ...samplePortfolio(KNOWN_PROFILE, wire.api.context.clock), cash: 1.5 as never }),
      subscribe: () => ({ dispose: () => undefined }),
    });
    const { error } = await safe(wire.client.portfolio.get({ profileId: KNOWN_PROFILE }));
    expect(error).toMatchObject({ code: "SYSTEM_INTERNAL", defined: true });
  });

  it("maps a failure in the middle of a stream", async () => {
    const events = await wire.client.system.watchHealth({});
    await events.next();
    wire.api.topics.health.publish({ ...sampleHealth(wire.api.context.clock), uptimeMs: -1 });
    await expect(events.next()).rejects.toMatchObject({ code: "SYSTEM_INTERNAL", defined: true });
  });

  it("answers SYSTEM_NOT_SUPPORTED where the shell has no desktop", async () => {
    const { error } = await safe(wire.client.desktop.openFolder({ which: "data" }));
    expect(error).toMatchObject({ code: "SYSTEM_NOT_SUPPORTED", defined: true });
  });

  it("holds back a stream that the window does not read, and lets other calls through", async () => {
    // The window counts one frame and then no more: at most 64 may be under way.
    wire.sendRaw(JSON.stringify({ i: "900", p: { u: "/audit/watch", b: { json: { profileId: null } } } }));
    await vi.waitFor(() => expect(wire.received.length).toBeGreaterThan(0));
    wire.sendRaw(JSON.stringify({ a: 1 }));
    await wire.client.settings.get({});
    for (let round = 0; round < 150; round += 1) await wire.api.context.system.pause(`round ${round}`);
    await new Promise((resolve) => setImmediate(resolve));
    const before = wire.received.length;
    expect(before).toBeLessThanOrEqual(66);
    wire.sendRaw(JSON.stringify({ a: before }));
    await vi.waitFor(() => expect(wire.received.length).toBeGreaterThan(before));
  });
});
