// Who gets in? Only the browser that opens the redirect file, each code once; everyone else sees no data.
import { readFileSync, statSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expect, test } from "../../fixtures/app.ts";
import type { EngineProcess } from "../../fixtures/engine-process.ts";
import { openRedirectFile } from "../../fixtures/headless-shell.ts";
import { FrameModel } from "../../page-models/frame-model.ts";
import { LoginModel } from "../../page-models/login-model.ts";

function codeIn(engine: EngineProcess): string {
  const code = /#code=([\w-]+)/.exec(readFileSync(engine.redirectFile, "utf8"))?.[1];
  if (code === undefined) throw new Error("The redirect file holds no code.");
  return code;
}

async function expectNoData(page: Page): Promise<void> {
  await expect(new LoginModel(page).heading).toBeVisible();
  await expect(new LoginModel(page).whatToDo).toBeVisible();
  await expect(page.getByText(/\$\d/)).toHaveCount(0);
}

test("the code stands in a private file only, and works once", async ({ page, startEngine, browser }) => {
  const engine = await startEngine({ demo: true });
  const code = codeIn(engine);
  expect(engine.stdout).not.toContain(code);
  if (process.platform !== "win32") expect(statSync(engine.redirectFile).mode & 0o777).toBe(0o600);

  await openRedirectFile(page, engine);
  await expect(new FrameModel(page).total).toBeVisible();
  // Neither the address nor the way back holds the code.
  expect(page.url()).toBe(`${engine.url}/`);
  // The file has served and holds a new code already.
  await expect.poll(() => codeIn(engine)).not.toBe(code);

  const stranger = await browser.newContext();
  const other = await stranger.newPage();
  await other.goto(`${engine.url}/#code=${code}`);
  await expectNoData(other);
  expect(other.url()).not.toContain(code);
  await stranger.close();
  await expect(new FrameModel(page).total).toBeVisible();
});

test("a second browser sees the log-in page, and gets in by the newest redirect file", async ({
  page,
  startEngine,
  browser,
}) => {
  const engine = await startEngine({ demo: true });
  await openRedirectFile(page, engine);
  await expect(new FrameModel(page).total).toBeVisible();

  const other = await browser.newContext();
  const window = await other.newPage();
  await window.goto(engine.url);
  await expectNoData(window);
  await openRedirectFile(window, engine);
  await expect(new FrameModel(window).total).toBeVisible();
  // Two people at two screens: neither logs the other out.
  await page.reload();
  await expect(new FrameModel(page).total).toBeVisible();
  await other.close();
});

test("a copied address is worth nothing in another tab, and a reload keeps the session", async ({
  page,
  context,
  startEngine,
}) => {
  const engine = await startEngine({ demo: true });
  await openRedirectFile(page, engine);
  await expect(new FrameModel(page).total).toBeVisible();
  await page.reload();
  await expect(new FrameModel(page).total).toBeVisible();
  const tab = await context.newPage();
  await tab.goto(engine.url);
  await expectNoData(tab);
});

test("wrong codes are refused, and too many of them for a minute", async ({ page, startEngine }) => {
  const engine = await startEngine();
  await page.goto(engine.url);
  const answers = await page.evaluate(async () => {
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 6; attempt += 1) {
      const response = await fetch("/session", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ code: `wrong-wrong-wrong-wrong-${attempt}` }),
      });
      statuses.push(response.status);
    }
    return statuses;
  });
  expect(answers).toEqual([401, 401, 401, 401, 401, 429]);
});

test("an engine that was started anew knows no earlier session", async ({ page, startEngine }) => {
  const first = await startEngine();
  await openRedirectFile(page, first);
  const { port } = new URL(first.url);
  await first.stop();
  await startEngine({ port: Number(port) });
  await page.goto(first.url);
  await expectNoData(page);
});
