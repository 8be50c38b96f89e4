// Does the command line pause a running program, prove its journal, and send only the plan whose hash was approved?
import path from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "../../fixtures/app.ts";
import { runCli } from "../../fixtures/engine-process.ts";
import { FrameModel } from "../../page-models/frame-model.ts";

test.describe.configure({ timeout: 120_000 });

const READY = /^{/;

test("a pause from the command line stops the running program, survives a restart, and is proven by the journal", async ({
  app,
}) => {
  const page = await app.start({ demo: true });
  const frame = new FrameModel(page);
  await expect(frame.total).toBeVisible();
  const here = ["--data-dir", app.dataDir];
  const paused = await runCli(["pause", "--reason", "storm", ...here]);
  expect(JSON.parse(paused.stdout)).toEqual({ paused: true, by: "program", reason: "storm" });
  await expect(frame.topBar.getByRole("button", { name: /Resume/ })).toBeVisible();
  // Releasing is for the window while it runs.
  expect(await runCli(["resume", ...here])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("release the pause in its window"),
  });
  const verified = await runCli(["audit", "verify", ...here]);
  expect(JSON.parse(verified.stdout)).toMatchObject({ ok: true, broken: null });
  await app.stop();
  const again = new FrameModel(await app.start());
  await expect(again.topBar.getByRole("button", { name: /Resume/ })).toBeVisible();
  // What the screen is made of must have come before its engine goes.
  await again.isOpen("Overview");
  await app.stop();
  expect((await runCli(["resume", ...here])).code).toBe(0);
  const after = new FrameModel(await app.start());
  await expect(after.topBar.getByRole("button", { name: /Pause/ })).toBeVisible();
});

test("a plan is printed, sent with its hash, and neither twice nor for another profile", async ({ app }) => {
  const page = await app.start({ demo: true });
  await expect(new FrameModel(page).total).toBeVisible();
  await new FrameModel(page).isOpen("Overview");
  const here = ["--data-dir", app.dataDir];
  const beside = await runCli(["rebalance", "--profile", "Core", ...here]);
  expect(beside).toMatchObject({ code: 1, stderr: expect.stringContaining("uses this data folder") });
  await app.stop();

  const shown = await runCli(["rebalance", "--profile", "Core", ...here]);
  expect(shown.stdout).toMatch(READY);
  const plan: { planHash: string; legs: readonly unknown[] } = JSON.parse(shown.stdout);
  expect(plan.legs.length).toBeGreaterThan(0);
  const other = await runCli(["rebalance", "--profile", "Satellites", "--approve", plan.planHash, ...here]);
  expect(other).toMatchObject({ code: 1, stdout: "", stderr: "The approval names no plan that was shown here.\n" });
  const sent = await runCli(["rebalance", "--profile", "Core", "--approve", plan.planHash, ...here]);
  expect(JSON.parse(sent.stdout)).toMatchObject({ planHash: plan.planHash, state: expect.stringMatching(/^DONE/) });
  expect(sent.stderr).toContain(`Order 1 of ${plan.legs.length}`);
  const twice = await runCli(["rebalance", "--profile", "Core", "--approve", plan.planHash, ...here]);
  expect(twice).toMatchObject({ code: 1, stdout: "", stderr: "This plan was approved before.\n" });

  const exported = await runCli(["export", "audit", ...here]);
  const kinds = exported.stdout
    .trimEnd()
    .split("\n")
    .map((line): string => JSON.parse(line).event.kind);
  expect(kinds.filter((kind) => kind === "plan.approved")).toHaveLength(1);
  expect(kinds.filter((kind) => kind === "plan.approvalRefused")).toHaveLength(2);
});

test("an entry of the journal that was changed is named", async ({ app }) => {
  await new FrameModel(await app.start({ demo: true })).isOpen("Overview");
  await app.stop();
  const db = new Database(path.join(app.dataDir, "journal.db"));
  db.exec("DROP TRIGGER entries_never_change");
  db.exec("UPDATE entries SET event = replace(event, 'headless', 'elsewhere') WHERE seq = 1");
  db.close();
  const verified = await runCli(["audit", "verify", "--data-dir", app.dataDir]);
  expect(verified.code).toBe(1);
  expect(`${verified.stdout}${verified.stderr}`).toMatch(/"seq":1\b|entry 1\b/);
});
