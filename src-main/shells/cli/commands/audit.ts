// Is the journal whole, and how does it leave the program? Both beside a running program too.
import type { Writable } from "node:stream";
import type { Command } from "commander";
import { type AuditVerification, verifyJournal } from "#engine/audit/verify-seals.ts";
import type { Journal } from "#engine/ports/journal.ts";
import type { SecretStore } from "#engine/ports/secret-store.ts";
import type { ProfileId } from "#shared/domain/ids.ts";
import { findProfile } from "#shells/cli/find-profile.ts";
import { readStore, type StoredFile } from "#shells/cli/stored-folder.ts";
import { writeOut } from "#shells/cli/write-out.ts";
import { chooseDataFolder } from "#shells/start-options.ts";

const JOURNAL: StoredFile = { name: "journal.db", holds: "journal entries", code: "INPUT_INVALID" };
const PAGE = 5_000;

interface Flags {
  readonly dataDir?: string;
  readonly profile?: string;
  readonly out?: string;
}

/** `audit verify`. `fail` tells the exit code: the report itself says which entry or seal is wrong. */
export function registerAuditVerify(program: Command, { print, fail, openSecrets }: Output): void {
  program
    .command("audit")
    .description("look after the journal of all that was done")
    .command("verify")
    .description(
      "recompute the whole hash chain and check its seals; exit 1 names the first entry that is not as it was written",
    )
    .option("--data-dir <folder>", "where everything is kept")
    .option("--json", "tell errors as JSON")
    .allowExcessArguments(false)
    .action(async ({ dataDir }: Flags) => {
      const report = await verified(dataDir, openSecrets);
      print(JSON.stringify(report));
      if (!report.ok) fail();
    });
}

interface Output {
  readonly print: (line: string) => void;
  readonly fail: () => void;
  /** Where keys are kept for a data folder; asked only for the key of the journal's seals. */
  readonly openSecrets: OpenSecrets;
}

type OpenSecrets = (dataFolder: string) => Pick<SecretStore, "read" | "close">;

async function verified(dataDir: string | undefined, openSecrets: OpenSecrets): Promise<AuditVerification> {
  const choice = chooseDataFolder(dataDir);
  return await readStore(choice, JOURNAL, async ({ journal }) => {
    const secrets = openSecrets(choice.path);
    try {
      return await verifyJournal(journal, secrets);
    } finally {
      await secrets.close();
    }
  });
}

/** `export audit`: every entry as it was sealed, one JSON object a line, oldest first, so that anyone can recompute the chain. */
export function registerAuditExport(exporting: Command, stdout: Writable): void {
  exporting
    .command("audit")
    .description("the journal, one entry a line as JSON, oldest first, with its seal")
    .option("--profile <name>", "only entries of this profile, by name or id")
    .option("--out <file>", "write to a file instead of standard output")
    .option("--data-dir <folder>", "where everything is kept")
    .option("--json", "tell errors as JSON")
    .allowExcessArguments(false)
    .action(async (flags: Flags) => {
      await readStore(chooseDataFolder(flags.dataDir), JOURNAL, async ({ journal, repositories }) => {
        const { profile } = flags;
        const id = profile === undefined ? null : findProfile(await repositories.profiles.list(), profile).id;
        await writeOut(lines(journal, id), flags.out, stdout);
      });
    });
}

async function* lines(journal: Pick<Journal, "read">, profileId: ProfileId | null): AsyncGenerator<string> {
  let after = 0;
  for (;;) {
    const page = await journal.read({ after, limit: PAGE, ...(profileId === null ? {} : { profileId }) });
    for (const entry of page) yield `${JSON.stringify(entry)}\n`;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = last.seq;
  }
}
