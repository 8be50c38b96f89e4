// How do the books leave the program as files?
import type { Writable } from "node:stream";
import { type Command, Option } from "commander";
import { effectiveTransactions } from "#engine/books/compute-effective-transactions.ts";
import { computeBookCurrency } from "#engine/books/compute-ledger.ts";
import { LotBooks } from "#engine/books/compute-lot-books.ts";
import { matchTransfers } from "#engine/books/compute-transfers.ts";
import { exportDisposals } from "#engine/books/csv/export-disposals.ts";
import { exportSnapshots } from "#engine/books/csv/export-snapshots.ts";
import type { ExportFormat } from "#engine/books/csv/export-table.ts";
import { exportTransactions } from "#engine/books/csv/export-transactions.ts";
import type { Repositories } from "#engine/ports/repositories.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { unixMs } from "#shared/domain/time.ts";
import { findProfile } from "#shells/cli/find-profile.ts";
import { readStore, type StoredFile } from "#shells/cli/stored-folder.ts";
import { writeOut } from "#shells/cli/write-out.ts";
import { chooseDataFolder } from "#shells/start-options.ts";

const LEDGER: StoredFile = { name: "ledger.db", holds: "profiles", code: "PROFILE_NOT_FOUND" };

type Export = (repositories: Repositories, profile: Profile, format: ExportFormat) => Promise<string>;

const KINDS: ReadonlyMap<string, { readonly what: string; readonly make: Export }> = new Map([
  ["transactions", { what: "the entries of a profile's books that count, oldest first", make: transactionsOf }],
  [
    "disposals",
    { what: "what was sold, by the lots that paid for it, in the currency of the books", make: disposalsOf },
  ],
  ["snapshots", { what: "what a profile was worth in the past, asset by asset", make: snapshotsOf }],
]);

interface Flags {
  readonly profile: string;
  readonly format: ExportFormat;
  readonly out?: string;
  readonly dataDir?: string;
}

/** `export transactions`, `export disposals` and `export snapshots`, beside a running program too. */
export function registerBooksExport(exporting: Command, stdout: Writable): void {
  for (const [kind, { what, make }] of KINDS) {
    exporting
      .command(kind)
      .description(what)
      .requiredOption("--profile <name>", "whose, by name or id")
      .addOption(new Option("--format <format>", "of the file").choices(["csv", "json"]).default("csv"))
      .option("--out <file>", "write to a file instead of standard output")
      .option("--data-dir <folder>", "where everything is kept")
      .option("--json", "tell errors as JSON")
      .allowExcessArguments(false)
      .action(async (flags: Flags) => {
        await readStore(chooseDataFolder(flags.dataDir), LEDGER, async ({ repositories }) => {
          const profile = findProfile(await repositories.profiles.list(), flags.profile);
          await writeOut([await make(repositories, profile, flags.format)], flags.out, stdout);
        });
      });
  }
}

async function transactionsOf(repositories: Repositories, { id }: Profile, format: ExportFormat): Promise<string> {
  const [entries, changes] = [await repositories.transactions.list(id), await repositories.bookChanges.list(id)];
  return exportTransactions(effectiveTransactions(entries, changes), format);
}

async function disposalsOf(repositories: Repositories, profile: Profile, format: ExportFormat): Promise<string> {
  const [entries, changes] = [
    await repositories.transactions.list(profile.id),
    await repositories.bookChanges.list(profile.id),
  ];
  const effective = effectiveTransactions(entries, changes);
  const basis = { ...profile.costBasis, currency: computeBookCurrency(effective, profile.currency) };
  const books = LotBooks.of(effective, basis, matchTransfers(effective, changes));
  return exportDisposals(books.disposals(), format);
}

async function snapshotsOf(repositories: Repositories, { id }: Profile, format: ExportFormat): Promise<string> {
  return exportSnapshots(await repositories.snapshots.list(id, unixMs(0)), format);
}
