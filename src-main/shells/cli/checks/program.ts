// Is the program itself fit: its Node, its window, the machine's clock?

import { findRendererFolder, INDEX_PATH, loadRendererBundle } from "#shells/renderer-bundle.ts";
import type { Check } from "./check.ts";

const LEAST_NODE = 24;
/** The clock of a machine whose battery died starts in the past; nothing here was written before this day. */
const EARLIEST_MS = Date.UTC(2026, 0, 1);
const LATEST_MS = Date.UTC(2100, 0, 1);
const SAMPLE_MS = 50;
/** Wall and monotonic time may drift apart this far while a clock is being slewed. */
const MAX_DIFFERENCE_MS = 25;

export function checkNode(): Check {
  const major = Number(process.versions.node.split(".")[0]);
  const ok = major >= LEAST_NODE;
  return {
    name: "node",
    ok,
    detail: `Node ${process.versions.node} on ${process.platform} ${process.arch}`,
    fix: ok ? null : `Use Node ${LEAST_NODE} or newer: in a checkout npm start brings its own.`,
  };
}

export function checkWindow(): Check {
  const folder = findRendererFolder();
  try {
    const bundle = loadRendererBundle(folder);
    const page = bundle.get(INDEX_PATH)?.body.toString("utf8") ?? "";
    const missing = [...page.matchAll(/(?:src|href)="(\/[^"]+)"/g)].flatMap(([, path]) =>
      path !== undefined && !bundle.has(path) ? [path] : [],
    );
    return missing.length === 0
      ? { name: "window", ok: true, detail: `${bundle.size} files in ${folder}`, fix: null }
      : {
          name: "window",
          ok: false,
          detail: `The page names files that are missing: ${missing.join(", ")}`,
          fix: "Run npm run build.",
        };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { name: "window", ok: false, detail, fix: "Run npm run build." };
  }
}

/** Without a network nobody can say what time it is, but a clock that stands, runs wild or lives in another century shows. */
export async function checkClock(): Promise<Check> {
  const wallBefore = Date.now();
  const monotonicBefore = performance.now();
  await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS));
  const difference = Math.abs(Date.now() - wallBefore - (performance.now() - monotonicBefore));
  const plausible = wallBefore >= EARLIEST_MS && wallBefore < LATEST_MS;
  const ok = plausible && difference <= MAX_DIFFERENCE_MS;
  return {
    name: "clock",
    ok,
    detail: `${new Date(wallBefore).toISOString()}, ${difference.toFixed(1)} ms off the monotonic clock in ${SAMPLE_MS} ms`,
    fix: ok ? null : "Set the system's clock and let it be synchronized.",
  };
}
