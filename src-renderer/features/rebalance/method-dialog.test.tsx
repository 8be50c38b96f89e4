import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { click, takeDown, typeInto } from "#renderer/components/testing.tsx";
import { connectionStore } from "#renderer/stores/connection-store.ts";
import { targetsPreviewSchema, targetsViewSchema } from "#shared/contract/targets.ts";
import { targetMethodSchema } from "#shared/domain/target-method.ts";
import { MethodDialog } from "./method-dialog.tsx";
import { buttonIn, chooseIn, drawWith, fieldIn, settle, textOf } from "./testing-client.tsx";
import { CREATED, sampleSummary } from "./testing-samples.ts";

const { profile } = sampleSummary();
const answers = (value: unknown) => vi.fn(async (_input: unknown): Promise<unknown> => value);
const line = { group: null, tilt: "0.02", limit: null, volatility: 0.6, riskShare: 0.5 };
const computed = targetsPreviewSchema.parse({
  kind: "computed",
  computed: {
    at: CREATED,
    lines: [
      { ...line, asset: "BTC", base: "0.43", result: "0.45", limit: "cap" },
      { ...line, asset: "SOL", base: "0.57", tilt: "-0.02", result: "0.55", volatility: null },
    ],
    targets: { BTC: "0.45", SOL: "0.55" },
    period: { from: CREATED - 90 * 86_400_000, until: CREATED, returns: 88, missing: 2, shrinkage: 0.21 },
  },
});
const kept = targetsViewSchema.parse({
  method: targetMethodSchema.parse({}),
  targets: {},
  state: "current",
  reason: null,
  computed: null,
});

const fakeClient = () => ({ targets: { preview: answers(computed), setMethod: answers(kept) } });
let client: ReturnType<typeof fakeClient>;
const onClose = vi.fn();

async function open() {
  await drawWith(client, <MethodDialog profile={profile} held={[]} onClose={onClose} />);
  const dialog = document.querySelector<HTMLElement>("[role=dialog]");
  if (dialog === null) throw new Error("No dialog");
  return dialog;
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"], now: CREATED });
  connectionStore.setState({ state: "open", detail: null });
  client = fakeClient();
  onClose.mockReset();
});
afterEach(() => {
  takeDown();
  vi.useRealTimers();
});

test("what a method would give stands there with its lines before it is kept", async () => {
  const dialog = await open();
  expect(client.targets.preview).not.toHaveBeenCalled();
  await chooseIn(dialog, "Method", "equalRisk");
  typeInto(fieldIn(dialog, "BTC at most"), "45");
  await settle();
  expect(client.targets.preview.mock.lastCall?.[0]).toMatchObject({
    method: { method: "equalRisk", assets: ["BTC", "SOL"], caps: { BTC: "0.45" }, cashShare: "0.245" },
  });
  expect(textOf(dialog)).toContain("BTCat most43.00+2.0045.0060.050.0");
  expect(textOf(dialog)).toContain("SOL57.00−2.0055.00–50.0");
  expect(textOf(dialog)).toMatch(/88 daily returns, .* 2 days left out for a missing price\. Shrunk by 21\.0%/);
  click(buttonIn(dialog, "Compute the targets so"));
  await settle();
  expect(client.targets.setMethod.mock.calls[0]?.[0]).toMatchObject({ method: { method: "equalRisk" } });
  expect(onClose).toHaveBeenCalledOnce();
});

test("too few returns and limits that contradict each other are said, and nothing is kept", async () => {
  client.targets.preview.mockResolvedValue({ kind: "failed", reason: "SOL has 12 daily returns; 30 are needed." });
  client.targets.setMethod.mockRejectedValue(
    Object.assign(new Error("BTC: floor 0.6 is over its cap 0.4."), { code: "INPUT_INVALID", data: {} }),
  );
  const dialog = await open();
  await chooseIn(dialog, "Method", "minVariance");
  expect(textOf(dialog)).toContain("SOL has 12 daily returns; 30 are needed.");
  click(buttonIn(dialog, "Compute the targets so"));
  await settle();
  expect(textOf(dialog)).toContain("BTC: floor 0.6 is over its cap 0.4.");
  expect(onClose).not.toHaveBeenCalled();
});

test("groups shared out by hand have their shares; with no asset nothing can be computed", async () => {
  const dialog = await open();
  await chooseIn(dialog, "Method", "equal");
  typeInto(fieldIn(dialog, "Group of BTC"), "Majors");
  await settle();
  await chooseIn(dialog, "Among groups", "fixed");
  typeInto(fieldIn(dialog, "Share of Majors"), "60");
  await settle();
  expect(client.targets.preview.mock.lastCall?.[0]).toMatchObject({
    method: { groupMethod: "fixed", groups: [{ name: "Majors", assets: ["BTC"], share: "0.6" }] },
  });
  for (const box of dialog.querySelectorAll<HTMLElement>("button[role=checkbox]")) click(box);
  await settle();
  expect(buttonIn(dialog, "Compute the targets so").disabled).toBe(true);
});
