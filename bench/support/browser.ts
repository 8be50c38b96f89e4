// Which browser shows what is measured? The system's Chromium, else Playwright's own; headless, drawing in software.
import { type Browser, chromium } from "playwright";
import { systemChromium } from "../../scripts/prepare/system-packages.mjs";

const FLAGS = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-gpu",
  "--disable-quic",
  "--disable-sync",
  "--no-first-run",
] as const;

export function openBrowser(): Promise<Browser> {
  const executablePath = systemChromium();
  // Chromium's own sandbox needs a user other than root.
  const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({
    args: [...FLAGS, ...asRoot],
    ...(executablePath === undefined ? {} : { executablePath }),
  });
}
