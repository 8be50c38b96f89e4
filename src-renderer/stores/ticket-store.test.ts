import { beforeEach, expect, test, vi } from "vitest";
import type { SchwabotClient } from "#shared/contract/contract.ts";
import { assetSchema, signalIdSchema } from "#shared/domain/ids.ts";
import { profileSchema } from "#shared/domain/profile.ts";
import { tradeSchema } from "#shared/domain/trade.ts";
import type { TicketAsk } from "./ticket-ask.ts";
import {
  approveTicket,
  isTicketChanged,
  openTicket,
  previewSignal,
  previewTicket,
  stopTicket,
  ticketStore,
} from "./ticket-store.ts";

const profile = profileSchema.parse({
  ...{ id: "core", name: "Core", priority: 1, mode: "paper", source: "simulated", currency: "USD", seed: "1" },
  ...{ cashAssets: ["USD"], accounts: [], targets: { USD: "1" }, policy: {}, limits: {}, createdAt: 0 },
});
const order = (amount: string): TicketAsk => ({
  kind: "order",
  trade: tradeSchema.parse({ symbol: "BTC/USD", side: "sell", size: { by: "quantity", amount } }),
});
const PREVIEW = { record: { plan: { planId: "p1", planHash: "h1" } }, nonce: "n1" };

function fakeClient() {
  const calls = {
    preview: vi.fn(async (_input: unknown, _options?: unknown): Promise<unknown> => PREVIEW),
    approve: vi.fn(async (_input: unknown): Promise<unknown> => undefined),
  };
  // Only what the store calls is there.
  return { calls, client: { rebalancing: calls } as unknown as SchwabotClient };
}

beforeEach(() => openTicket(profile.id));

test("a preview is of what was asked; anything else on the ticket is a change", async () => {
  const { client } = fakeClient();
  await previewTicket(client, profile, order("1"));
  const state = ticketStore.getState();
  expect(isTicketChanged(state, order("1"))).toBe(false);
  expect(isTicketChanged(state, order("2"))).toBe(true);
  expect(isTicketChanged(state, null)).toBe(true);
});

test("approves the shown hash once and never keeps its targets", async () => {
  const { client, calls } = fakeClient();
  await previewTicket(client, profile, order("1"));
  const [first, second] = await Promise.all([approveTicket(client), approveTicket(client)]);
  expect([first, second]).toEqual(["p1", null]);
  expect(calls.approve.mock.calls).toEqual([[{ profileId: "core", planHash: "h1", nonce: "n1", saveTargets: false }]]);
  expect(ticketStore.getState().preview).toBeNull();
});

test("a refusal stays with its preview; a new preview ends it", async () => {
  const { client, calls } = fakeClient();
  await previewTicket(client, profile, order("1"));
  calls.approve.mockRejectedValueOnce(Object.assign(new Error("Too old."), { code: "PLAN_EXPIRED", data: {} }));
  expect(await approveTicket(client)).toBeNull();
  expect(ticketStore.getState()).toMatchObject({ approving: false, refusal: { code: "PLAN_EXPIRED" } });
  await previewTicket(client, profile, order("1"));
  expect(ticketStore.getState().refusal).toBeNull();
});

test("only the latest question is answered, and a stopped one never", async () => {
  const { client, calls } = fakeClient();
  const late = Promise.withResolvers<unknown>();
  calls.preview.mockReturnValueOnce(late.promise);
  const first = previewTicket(client, profile, order("1"));
  await previewTicket(client, profile, order("2"));
  late.resolve({ ...PREVIEW, nonce: "late" });
  await first;
  expect(ticketStore.getState().preview?.nonce).toBe("n1");
  expect(isTicketChanged(ticketStore.getState(), order("2"))).toBe(false);

  const stopped = Promise.withResolvers<unknown>();
  calls.preview.mockReturnValueOnce(stopped.promise);
  const third = previewTicket(client, profile, order("3"));
  stopTicket();
  stopped.resolve(PREVIEW);
  await third;
  expect(ticketStore.getState()).toMatchObject({ planning: false, preview: null });
});

test("a signal's trade and a position's exit are planned by the engine, with how their size came about, and approved like a ticket", async () => {
  const { client, calls } = fakeClient();
  const signals = {
    plan: vi.fn(async (_input: unknown): Promise<unknown> => ({ ...PREVIEW, because: "a fixed 0.05 of the value" })),
    planExit: vi.fn(async (_input: unknown): Promise<unknown> => ({ ...PREVIEW, because: "2 of what was bought" })),
  };
  const both = { ...client, signals } as unknown as SchwabotClient;
  const signalId = signalIdSchema.parse("00000000-0000-4000-8000-000000000001");
  await previewSignal(both, profile.id, { kind: "signal", signalId });
  expect(signals.plan.mock.calls[0]?.[0]).toEqual({ profileId: "core", signalId });
  expect(ticketStore.getState()).toMatchObject({ because: "a fixed 0.05 of the value", planning: false });
  await previewSignal(both, profile.id, { kind: "exit", asset: assetSchema.parse("BTC") });
  expect(signals.planExit.mock.calls[0]?.[0]).toEqual({ profileId: "core", asset: "BTC" });
  expect(ticketStore.getState().because).toBe("2 of what was bought");
  expect(await approveTicket(both)).toBe("p1");
  expect(calls.approve).toHaveBeenCalledOnce();

  signals.plan.mockRejectedValueOnce(Object.assign(new Error("Expired."), { code: "PLAN_IMPOSSIBLE", data: {} }));
  await previewSignal(both, profile.id, { kind: "signal", signalId });
  expect(ticketStore.getState()).toMatchObject({ preview: null, because: null, error: { code: "PLAN_IMPOSSIBLE" } });
  expect(calls.preview).not.toHaveBeenCalled();
});
