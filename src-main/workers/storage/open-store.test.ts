import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { Store } from "#engine/ports/repositories.ts";
import { workerUrl } from "#platform/worker-url.ts";
import { unixMs } from "#shared/domain/time.ts";
import { describeStore } from "#testing/store-conformance.ts";
import { openStore } from "./open-store.ts";

const root = mkdtempSync(join(tmpdir(), "schwabot-store-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const NOW = unixMs(1_767_571_200_000);
const folders = new Map<Store, string>();

async function open(dataFolder: string): Promise<Store> {
  const store = await openStore({ dataFolder, now: NOW, workerUrl: workerUrl("storage") });
  folders.set(store, dataFolder);
  return store;
}

describeStore(
  "The storage thread",
  () => open(mkdtempSync(join(root, "data-"))),
  async (store) => {
    await store.close();
    return open(folders.get(store) ?? "");
  },
);
