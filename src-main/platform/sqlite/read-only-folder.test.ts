// A data folder that may be read but not written to: the window lives, nothing is traded, nothing is changed.
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { canonicalJson } from "#shared/domain/canonical-hash.ts";
import { sampleEvent } from "#testing/store-conformance.ts";
import { JournalFile } from "./journal-file.ts";
import { openFiles } from "./open-files.ts";

const root = mkdtempSync(join(tmpdir(), "schwabot-read-only-"));
const NOBODY = 65_534;
const OPEN = `
  const [folder, readOnly] = [process.argv[1], process.argv[2] === "true"];
  const { openFiles } = await import("#platform/sqlite/open-files.ts");
  const { JournalFile } = await import("#platform/sqlite/journal-file.ts");
  try {
    const files = openFiles({ dataFolder: folder, nowMs: Date.now(), readOnly });
    const { entries } = new JournalFile(files.journal).verify();
    console.log(JSON.stringify({ because: files.readOnlyBecause, entries, notices: files.notices }));
    files.close();
  } catch (error) {
    console.log(JSON.stringify({ code: error.code, message: error.message }));
  }
`;

/** In a process that file modes do stop: root asks as nobody. */
function openElsewhere(folder: string, readOnly: boolean): unknown {
  const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ["--input-type=module", "-e", OPEN, folder, String(readOnly)],
    { encoding: "utf8", ...user },
  );
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout);
}

afterAll(() => {
  for (const name of readdirSync(root)) chmodSync(join(root, name), 0o700);
  rmSync(root, { recursive: true, force: true });
});

describe.skipIf(process.platform === "win32")("a data folder that cannot be written to", () => {
  chmodSync(root, 0o755);

  it.each([false, true])("opens for reading and says why (asked to read only: %s)", (readOnly) => {
    const folder = mkdtempSync(join(root, "d-"));
    const files = openFiles({ dataFolder: folder, nowMs: 0, readOnly: false });
    const event = sampleEvent(1);
    new JournalFile(files.journal).append([
      { ts: 1, profileId: null, events: [{ kind: event.kind, json: canonicalJson(event) }] },
    ]);
    files.close();
    for (const name of ["journal.db", "ledger.db", "market.db", "run/writer.db"]) chmodSync(join(folder, name), 0o444);
    chmodSync(join(folder, "run"), 0o555);
    chmodSync(folder, 0o555);
    const before = readdirSync(folder);
    expect(openElsewhere(folder, readOnly)).toMatchObject({
      because: {
        state: "readOnly",
        detail: expect.stringMatching(readOnly ? /reading only/ : /run.writer.db could not be written.*start again/),
      },
      entries: 1,
    });
    expect(readdirSync(folder)).toEqual(before);
  });

  it("starts empty, for reading, where there is nothing yet", () => {
    const folder = mkdtempSync(join(root, "d-"));
    chmodSync(folder, 0o555);
    expect(openElsewhere(folder, false)).toMatchObject({ because: { state: "readOnly" }, entries: 0 });
    expect(readdirSync(folder)).toEqual([]);
  });
});
