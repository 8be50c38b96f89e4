// Is the data folder fit: may it be written to, who uses it, is there room, are its files sound? Read only, beside a running program.
import { accessSync, constants, existsSync, statfsSync } from "node:fs";
import { dirname, join } from "node:path";
import { runningPid } from "#platform/data-folder/instance-lock.ts";
import { openDataFolder } from "#platform/data-folder/open-data-folder.ts";
import type { DataFolderChoice } from "#platform/data-folder/resolve-data-folder.ts";
import { workerUrl } from "#platform/worker-url.ts";
import { unixMs } from "#shared/domain/time.ts";
import { openStore } from "#workers/storage/open-store.ts";
import type { Check } from "./check.ts";

const MEGABYTE = 1_048_576;
/** A year of snapshots, candles and backups of two profiles takes about half of it. */
const LEAST_FREE_MB = 500;

export function checkFolder(choice: DataFolderChoice): Check {
  // Throws for a place where no database may lie, or a file in its stead.
  openDataFolder(choice, { readOnly: true });
  const holder = existingPart(choice.path);
  const where = `${choice.path} (chosen by ${choice.chosenBy})`;
  try {
    accessSync(holder, constants.W_OK);
  } catch {
    return {
      name: "dataFolder",
      ok: false,
      detail: `${where} cannot be written to`,
      fix: `Give yourself the right to write to ${holder}.`,
    };
  }
  const detail = holder === choice.path ? where : `${where} is not made yet: the first start makes it`;
  return { name: "dataFolder", ok: true, detail, fix: null };
}

/** A running program is no fault; it is told because it explains what one sees. */
export function checkLock(path: string): Check {
  const pid = runningPid(join(path, "run"));
  return {
    name: "lock",
    ok: true,
    detail: pid === null ? "free" : `held by the running program, pid ${pid}`,
    fix: null,
  };
}

export function checkSpace(path: string): Check {
  const { bavail, bsize } = statfsSync(existingPart(path));
  const freeMb = Math.floor((bavail * bsize) / MEGABYTE);
  const ok = freeMb >= LEAST_FREE_MB;
  return {
    name: "space",
    ok,
    detail: `${freeMb} MB free`,
    fix: ok ? null : `Free some space: ${LEAST_FREE_MB} MB are needed to be safe.`,
  };
}

/** Opens the files for reading, which checks each of them, and recomputes the journal's chain. */
export async function checkStorage(path: string): Promise<Check> {
  if (!existsSync(join(path, "journal.db"))) {
    return { name: "storage", ok: true, detail: "nothing is stored yet", fix: null };
  }
  const store = await openStore({
    dataFolder: path,
    now: unixMs(Date.now()),
    workerUrl: workerUrl("storage"),
    readOnly: true,
  });
  try {
    const { ok, entries, broken } = await store.journal.verify();
    const { notices, journalDamaged } = store.openReport;
    if (broken !== null || journalDamaged || !ok) {
      const problem = broken === null ? notices.join(" ") : `entry ${broken.seq}: ${broken.problem}`;
      return {
        name: "storage",
        ok: false,
        detail: `The journal's chain is broken: ${problem}`,
        fix: "Restore from a backup; the damaged file stays in quarantine.",
      };
    }
    return {
      name: "storage",
      ok: true,
      detail: [`${entries} journal entries, chain unbroken`, ...notices].join(". "),
      fix: null,
    };
  } finally {
    await store.close();
  }
}

/** The folder itself, or the nearest one above it that is there. */
function existingPart(path: string): string {
  let part = path;
  while (!existsSync(part) && dirname(part) !== part) part = dirname(part);
  return part;
}
