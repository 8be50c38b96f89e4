// Where do the end-to-end specs run? Headless shell in Chromium everywhere; Electron too where its binary is.
import path from "node:path";
import { defineConfig } from "@playwright/test";
import { installedElectron } from "../scripts/prepare/electron-binary.mjs";
import { systemChromium } from "../scripts/prepare/system-packages.mjs";

const chromium = systemChromium();

/** Nothing but loopback: no updates, no component downloads, no metrics. */
const QUIET = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-gpu",
  "--disable-quic",
  "--disable-sync",
  "--no-first-run",
] as const;

/** Chromium's own sandbox needs a user other than root. */
const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];

export default defineConfig({
  testDir: path.join(import.meta.dirname, "specs"),
  outputDir: path.join(import.meta.dirname, "../test-results"),
  testMatch: "**/*.spec.ts",
  forbidOnly: true,
  retries: 0,
  workers: 2,
  fullyParallel: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: "list",
  use: {
    viewport: { width: 1280, height: 800 },
    locale: "en-US",
    timezoneId: "UTC",
    colorScheme: "dark",
    // Far less than a test may take: what does not react is told by name.
    actionTimeout: 10_000,
    // Moving pictures would cost as much as the specs; the failing moment has its own.
    trace: { mode: "retain-on-failure", screenshots: false },
    screenshot: "only-on-failure",
    launchOptions: {
      args: [...QUIET, ...asRoot],
      ...(chromium === undefined ? {} : { executablePath: chromium }),
    },
  },
  globalSetup: "./fixtures/global-setup.ts",
  // The same specs in both shells; those in `specs/headless` are about the server, or about a process without a window.
  projects: [
    { name: "headless" },
    ...(installedElectron() === undefined ? [] : [{ name: "electron", testIgnore: "headless/**" }]),
  ],
});
