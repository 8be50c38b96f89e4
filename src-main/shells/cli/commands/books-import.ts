// How do files of transactions come into the books on the command line: all of a file or nothing?
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { type LikelyDuplicate, likelyDuplicates } from "#engine/books/csv/likely-duplicates.ts";
import { readTransactionFile } from "#engine/books/csv/read-transaction-file.ts";
import { describeFileProblem, type NewBookEntry, type TransactionFile } from "#engine/books/csv/transaction-file.ts";
import { BookKeeper } from "#engine/portfolio/book-keeper.ts";
import { batchChange } from "#engine/portfolio/compute-batches.ts";
import { lacksValue } from "#engine/portfolio/compute-unvalued.ts";
import { PORTFOLIO_POLICIES } from "#engine/portfolio/portfolio-policies.ts";
import type { PriceSource } from "#engine/portfolio/price-source.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Repositories } from "#engine/ports/repositories.ts";
import { CryptoIdGenerator } from "#platform/ids/crypto-id-generator.ts";
import type { AccountId, Asset, BatchId } from "#shared/domain/ids.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { Transaction } from "#shared/domain/transaction.ts";
import { findProfile } from "#shells/cli/find-profile.ts";
import { invalidInput } from "#shells/cli/invalid-input.ts";
import { QUIET_LOGGER } from "#shells/cli/quiet-logger.ts";
import { writeStore } from "#shells/cli/stored-folder.ts";
import { StoredPrices } from "#shells/cli/stored-prices.ts";
import { chooseDataFolder } from "#shells/start-options.ts";

/** The count is of all. */
const MOST_NAMED = 100;

interface Flags {
  readonly profile: string;
  readonly account?: string;
  readonly zone?: number;
  readonly duplicates?: "skip" | "keep";
  readonly dryRun?: boolean;
  readonly dataDir?: string;
}

/** `import transactions FILE`. */
export function registerBooksImport(importing: Command, print: (line: string) => void): void {
  importing
    .command("transactions")
    .description("take a file of transactions into a profile's books (ours, or what Binance, Coinbase and Kraken give)")
    .argument("<file>", "CSV; resources/docs/transaction-files.md says where to get it")
    .requiredOption("--profile <name>", "whose books, by name or id")
    .option("--account <name>", "where rows without an account belong (default: the profile's only one)")
    .addOption(new Option("--zone <offset>", "of times without one, like +02:00 (default: UTC)").argParser(parseZone))
    .addOption(
      new Option("--duplicates <what>", "what to do with rows that another source seems to have told").choices([
        "skip",
        "keep",
      ]),
    )
    .option("--dry-run", "check the file and store nothing")
    .option("--data-dir <folder>", "where everything is kept")
    .option("--json", "tell errors as JSON")
    .allowExcessArguments(false)
    .action(async (file: string, flags: Flags) => {
      const bytes = await readBytes(file);
      const report = await writeStore(chooseDataFolder(flags.dataDir), ({ repositories }, clock) =>
        importFile(basename(file), bytes, flags, repositories, clock),
      );
      print(JSON.stringify(report));
    });
}

async function importFile(
  name: string,
  bytes: Uint8Array,
  flags: Flags,
  repositories: Repositories,
  clock: Clock,
): Promise<Record<string, unknown>> {
  const profile = findProfile(await repositories.profiles.list(), flags.profile);
  const accounts = accountsOf(profile);
  const account = chooseAccount(profile, accounts, flags.account);
  const zone = flags.zone === undefined ? {} : { zoneMinutes: flags.zone };
  const file = readTransactionFile(bytes, { account, accounts, ...zone });
  refuseProblems(name, file);
  const keeper = await openBooks(profile, repositories, clock);
  try {
    const fresh = file.transactions.filter(({ id }) => keeper.entry(id) === null);
    const duplicates = likelyDuplicates(keeper.transactions, fresh);
    refuseDuplicates(name, duplicates, flags);
    const left = flags.duplicates === "skip" ? withoutDuplicates(fresh, duplicates) : fresh;
    const batchId = new CryptoIdGenerator().batchId();
    const entries = left.map((entry): Transaction => ({ ...entry, profileId: profile.id, batchId }));
    const valued = await keeper.valuer.valued(entries, new AbortController().signal);
    const stored = flags.dryRun === true ? 0 : await store(name, valued, batchId, { profile, keeper, clock });
    return {
      file: name,
      format: file.format,
      profile: profile.id,
      account,
      entries: file.transactions.length,
      known: file.transactions.length - fresh.length,
      duplicates: duplicates.map(({ known, fresh: { id } }) => ({ known: known.id, fresh: id })),
      stored,
      batch: stored === 0 ? null : batchId,
      from: file.covers?.from ?? null,
      until: file.covers?.until ?? null,
      skipped: file.skipped,
      flagged: file.flagged,
      unvalued: unvaluedOf(valued, keeper.currency, stored > 0),
    };
  } finally {
    keeper.dispose();
  }
}

/** Entries whose value nothing told, and what to do about them; null where there are none. */
function unvaluedOf(
  entries: readonly Transaction[],
  currency: Asset,
  isStored: boolean,
): Record<string, unknown> | null {
  const ids = entries.filter((entry) => lacksValue(entry, currency)).map(({ id }) => id);
  if (ids.length === 0) return null;
  const first = isStored ? "Undo this import in the window (Activity, Imports & coverage), then" : "Best";
  return {
    count: ids.length,
    entries: ids.slice(0, MOST_NAMED),
    whatToDo: `No venue is asked for prices on the command line, and no stored candle tells the value in ${currency} of these entries: until they have one, their gains do not count. ${first} import the file in the window, which asks the venues, or give a price and a quote of known value in the file.`,
  };
}

/** As an import in the window is: its name and time first, then its entries. Returns how many were new. */
async function store(
  name: string,
  entries: readonly Transaction[],
  batchId: BatchId,
  to: { readonly profile: Profile; readonly keeper: BookKeeper; readonly clock: Clock },
): Promise<number> {
  if (entries.length === 0) return 0;
  const id = new CryptoIdGenerator().bookChangeId();
  await to.keeper.decide([batchChange({ id, profileId: to.profile.id, ts: to.clock.now(), batchId, name })]);
  return await to.keeper.add(entries);
}

/** No market is asked on the command line: what stored candles do not tell stays without a value. */
const NO_PRICES: PriceSource = {
  consensus: () => null,
  mayPrice: () => true,
  onBatch: { subscribe: () => ({ dispose: () => undefined }) },
};

async function openBooks(profile: Profile, repositories: Repositories, clock: Clock): Promise<BookKeeper> {
  const keeper = new BookKeeper({
    profile: () => profile,
    repository: repositories.transactions,
    changes: repositories.bookChanges,
    prices: NO_PRICES,
    history: new StoredPrices(repositories.candles, await repositories.candles.series()),
    planOf: () => null,
    clock,
    logger: QUIET_LOGGER,
    policies: PORTFOLIO_POLICIES,
  });
  await keeper.load();
  return keeper;
}

/** By id and by name, in lower case. */
function accountsOf({ accounts }: Profile): ReadonlyMap<string, AccountId> {
  return new Map([
    ...accounts.map(({ name, id }) => [name.toLowerCase(), id] as const),
    ...accounts.map(({ id }) => [id, id] as const),
  ]);
}

function chooseAccount(
  profile: Profile,
  accounts: ReadonlyMap<string, AccountId>,
  wanted: string | undefined,
): AccountId {
  const [only, ...others] = profile.accounts;
  const found =
    wanted === undefined ? (others.length === 0 ? only?.id : undefined) : accounts.get(wanted.toLowerCase());
  if (found !== undefined) return found;
  const names = profile.accounts.map(({ name }) => name).join(", ");
  const what = wanted === undefined ? "say which account with --account" : `no account is called ${wanted}`;
  throw invalidInput(
    "--account",
    `${profile.name} has ${names === "" ? "no account" : `the accounts ${names}`}: ${what}.`,
  );
}

function refuseProblems(name: string, { problems, moreProblems }: TransactionFile): void {
  const [first, ...others] = problems;
  if (first === undefined) return;
  const more = others.length + moreProblems;
  const rest = more === 0 ? "" : ` And ${more} more.`;
  throw invalidInput("file", `${describeFileProblem(name, first)}${rest} Nothing was imported.`);
}

function refuseDuplicates(name: string, duplicates: readonly LikelyDuplicate[], flags: Flags): void {
  const [first] = duplicates;
  if (first === undefined || flags.duplicates !== undefined || flags.dryRun === true) return;
  const { type, side, quantity, asset, ts } = first.fresh;
  const what = `${side ?? type} ${quantity} ${asset} of ${new Date(ts).toISOString()}`;
  throw invalidInput(
    "--duplicates",
    `${name}: ${duplicates.length} rows look like entries that another source has told, the first ${what}: look at them with --dry-run, then give --duplicates skip, or keep.`,
  );
}

function withoutDuplicates(
  fresh: readonly NewBookEntry[],
  duplicates: readonly LikelyDuplicate[],
): readonly NewBookEntry[] {
  const ids = new Set(duplicates.map(({ fresh: { id } }) => id));
  return fresh.filter(({ id }) => !ids.has(id));
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw invalidInput("file", `${file}: cannot be read: ${problem}`, error);
  }
}

/** Minutes ahead of UTC. */
function parseZone(value: string): number {
  const found = /^([+-])(\d{2}):?(\d{2})$/.exec(value);
  const minutes = found === null ? Number.NaN : Number(found[2]) * 60 + Number(found[3]);
  if (!(minutes <= 14 * 60)) throw new InvalidArgumentError("Expected an offset from UTC like +02:00.");
  return found?.[1] === "-" ? -minutes : minutes;
}
