import { act } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { click, press, takeDown, typeInto } from "#renderer/components/testing.tsx";
import { connectionStore } from "#renderer/stores/connection-store.ts";
import { evaluationPageSchema, triggersViewSchema } from "#shared/contract/triggers.ts";
import { suggestionTypeSchema } from "#shared/domain/suggestion.ts";
import { RulesView } from "./rules-view.tsx";
import { buttonIn, chooseIn, drawWith, fieldIn, settle, textOf } from "./testing-client.tsx";
import { CREATED, sampleSummary } from "./testing-samples.ts";

const { profile } = sampleSummary();
const answers = (value: unknown) => vi.fn(async (_input: unknown): Promise<unknown> => value);

const view = triggersViewSchema.parse({
  settings: {},
  nextScheduledAt: null,
  volatility: "0.62",
  volatilityReason: null,
  volatilityBand: "0.05",
  cooling: [{ type: "threshold", until: CREATED + 60_000 }],
});
const page = evaluationPageSchema.parse({
  items: [
    {
      seq: 7,
      from: CREATED,
      until: CREATED,
      times: 12,
      cause: "prices",
      summary: "SOL is 10.0 points over its target.",
      rules: suggestionTypeSchema.options.map((type) => ({
        type,
        fired: type === "threshold",
        outcome: type === "threshold" ? "opened" : type === "schedule" ? "off" : "quiet",
        asset: null,
        measured: "0.1",
        limit: "0.05",
        reason: `Said by ${type}.`,
      })),
    },
  ],
  next: 6,
});

const fakeClient = () => ({
  triggers: {
    read: answers(view),
    update: answers(view),
    evaluations: answers(page),
    nextTimes: answers({ times: [CREATED, CREATED + 86_400_000] }),
  },
  rebalancing: { check: answers({ ts: CREATED, fired: [], summary: "Nothing." }) },
});
let client: ReturnType<typeof fakeClient>;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"], now: CREATED });
  connectionStore.setState({ state: "open", detail: null });
  client = fakeClient();
});
afterEach(() => {
  takeDown();
  vi.useRealTimers();
});

test("each check says why each rule fired or not, of one rule or of those that fired, and older ones follow", async () => {
  const { box, find } = await drawWith(client, <RulesView profile={profile} />);
  const row = find<HTMLDetailsElement>("details");
  expect(textOf(row)).toContain("SOL is 10.0 points over its target.prices moved, 12 times1 fired");
  await act(async () => {
    row.open = true;
    row.dispatchEvent(new Event("toggle"));
  });
  expect(textOf(row)).toContain("Out of bandSaid by threshold.Opened");
  expect(textOf(row)).toContain("ScheduleSaid by schedule.Off");
  click(buttonIn(box, "Older"));
  await settle();
  expect(client.triggers.evaluations.mock.lastCall?.[0]).toEqual({ profileId: "core", limit: 50, before: 6 });
  await chooseIn(box, "Fired", "fired");
  expect(client.triggers.evaluations.mock.lastCall?.[0]).toEqual({ profileId: "core", limit: 50, fired: true });
});

test("check now asks without waiting for the cool-down, and reads anew", async () => {
  const { box } = await drawWith(client, <RulesView profile={profile} />);
  const before = client.triggers.evaluations.mock.calls.length;
  click(buttonIn(box, "Check now"));
  await settle();
  expect(client.rebalancing.check).toHaveBeenCalledWith({ profileId: "core", force: true });
  expect(client.triggers.evaluations.mock.calls.length).toBe(before + 1);
});

test("a rule that is changed is saved whole, and only that one", async () => {
  const { box } = await drawWith(client, <RulesView profile={profile} />);
  const rule = box.querySelector('fieldset[aria-label="High cash"]') ?? box;
  typeInto(fieldIn(rule, "Above"), "65");
  click(buttonIn(box, "Save rules"));
  await settle();
  expect(client.triggers.update.mock.calls).toEqual([
    [{ profileId: "core", triggers: { highCash: { on: true, above: "0.65" } } }],
  ]);
  expect(client.triggers.read).toHaveBeenCalledTimes(2);
  expect(textOf(box)).not.toContain("Save rules");
});

test("a schedule shows its next times before it is saved; a line that cannot be read says so and can be undone", async () => {
  const { box } = await drawWith(client, <RulesView profile={profile} />);
  const rule = () => box.querySelector('fieldset[aria-label="Schedule"]') ?? box;
  click(rule().querySelector("[role=switch]") as HTMLElement);
  await settle();
  expect(textOf(rule())).toContain("Next:");
  await chooseIn(rule(), "Due", "cron");
  const refusal = Object.assign(new Error("timing.expression: 9 fields"), { code: "INPUT_INVALID", data: {} });
  client.triggers.nextTimes.mockRejectedValueOnce(refusal);
  typeInto(fieldIn(rule(), "Minute, hour, day, month, weekday"), "0 9");
  await settle();
  expect(client.triggers.nextTimes.mock.lastCall?.[0]).toMatchObject({ timing: { kind: "cron", expression: "0 9" } });
  expect(textOf(rule())).toContain("timing.expression: 9 fields");
  client.triggers.update.mockRejectedValueOnce(refusal);
  click(buttonIn(box, "Save rules"));
  await settle();
  expect(client.triggers.update.mock.calls[0]?.[0]).toMatchObject({
    triggers: { schedule: { on: true, timing: { kind: "cron", expression: "0 9" }, plan: { kind: "profile" } } },
  });
  expect(box.querySelector(".error-state")?.textContent).toContain("timing.expression: 9 fields");
  click(buttonIn(box, "Undo"));
  expect(box.querySelector(".error-state")).toBeNull();
  expect(rule().querySelector("[role=switch]")?.getAttribute("aria-checked")).toBe("false");
});

test("what is quiet after a rebalance says until when; what cannot be read says so", async () => {
  const { box } = await drawWith(client, <RulesView profile={profile} />);
  expect(textOf(box.querySelector('fieldset[aria-label="Out of band"]') ?? box)).toContain("Quiet until");
  takeDown();
  client.triggers.read.mockRejectedValue(
    Object.assign(new Error("No such profile."), { code: "PROFILE_NOT_FOUND", data: {} }),
  );
  const failed = await drawWith(client, <RulesView profile={profile} />);
  expect(textOf(failed.box)).toContain("No such profile.");
  press(document.body, "Escape");
});
