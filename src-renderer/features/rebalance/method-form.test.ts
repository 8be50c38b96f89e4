import { expect, test } from "vitest";
import { decimalString } from "#shared/domain/decimal.ts";
import { assetSchema } from "#shared/domain/ids.ts";
import { type TargetMethod, targetMethodSchema } from "#shared/domain/target-method.ts";
import { groupsOf, toMethodForm, toTargetMethod } from "./method-form.ts";
import { sampleSummary } from "./testing-samples.ts";

const { profile } = sampleSummary();
const ADA = assetSchema.parse("ADA");

test("a profile without a method begins with its own assets and its own cash; what is held besides is offered", () => {
  const form = toMethodForm(profile, [ADA]);
  expect(form.rows.map(({ asset, isIn }) => [asset, isIn])).toEqual([
    ["BTC", true],
    ["SOL", true],
    ["ADA", false],
  ]);
  expect(toTargetMethod(form)).toMatchObject({
    method: "fixed",
    assets: ["BTC", "SOL"],
    cashShare: "0.245",
    groups: [],
  });
});

test("a method comes back as it was", () => {
  const method: TargetMethod = targetMethodSchema.parse({
    method: "equalRisk",
    assets: ["BTC", "SOL"],
    cashShare: "0.1",
    caps: { BTC: "0.5" },
    floors: { SOL: "0.05" },
    lookbackDays: 120,
    groups: [
      { name: "Majors", assets: ["BTC"], share: "0.6" },
      { name: "Others", assets: ["SOL"], share: "0.3" },
    ],
    groupMethod: "fixed",
    tilts: { BTC: { tilt: "0.02", bound: "0.05" } },
  });
  expect(toTargetMethod(toMethodForm({ ...profile, targetMethod: method }, []))).toEqual(method);
});

test("limits, groups and tilts of what is left out go with it; the same name is the same group", () => {
  const form = toMethodForm(profile, [ADA]);
  const rows = form.rows.map((row) => ({
    ...row,
    isIn: row.asset !== "SOL",
    cap: decimalString("0.4"),
    group: row.asset === "SOL" ? "Gone" : " Kept ",
  }));
  const filled = { ...form, method: "equal" as const, rows };
  expect(groupsOf(filled)).toEqual(["Kept"]);
  expect(toTargetMethod(filled)).toMatchObject({
    assets: ["BTC", "ADA"],
    caps: { BTC: "0.4", ADA: "0.4" },
    groups: [{ name: "Kept", assets: ["BTC", "ADA"] }],
  });
});
