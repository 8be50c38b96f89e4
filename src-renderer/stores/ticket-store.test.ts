import { beforeEach, expect, test, vi } from "vitest";
import type { SchwabotClient } from "#shared/contract/contract.ts";
import { assetSchema } from "#shared/domain/ids.ts";
import { profileSchema } from "#shared/domain/profile.ts";
import { tradeSchema } from "#shared/domain/trade.ts";
import type { TicketAsk } from "./ticket-ask.ts";
import { approveTicket, isTicketChanged, openTicket, previewTicket, stopTicket, ticketStore } from "./ticket-store.ts";

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

test("an exit is asked of the positions, and approved like any plan", async () => {
  const { client, calls } = fakeClient();
  const planExit = vi.fn(async (_input: unknown, _options?: unknown) => PREVIEW);
  const exit = { kind: "exit", asset: assetSchema.parse("BTC") } as const;
  await previewTicket({ ...client, signals: { planExit } } as unknown as SchwabotClient, profile, exit);
  expect(planExit.mock.calls[0]?.[0]).toEqual({ profileId: "core", asset: "BTC" });
  expect(calls.preview).not.toHaveBeenCalled();
  expect(isTicketChanged(ticketStore.getState(), exit)).toBe(false);
  expect(await approveTicket(client)).toBe("p1");
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
