// What does `schwabot pnl` print? What was gained in a file of transactions, computed here and now: no data folder, no network, no clock.
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { buffer } from "node:stream/consumers";
import { type Command, InvalidArgumentError, Option } from "commander";
import { computeFileCurrency, computePnlReport, type PnlReport } from "#engine/books/compute-pnl-report.ts";
import { decodeCsv } from "#engine/books/csv/decode-csv.ts";
import { readOwnTransactionsCsv } from "#engine/books/csv/read-own-csv.ts";
import { describeFileProblem, type FileProblem } from "#engine/books/csv/transaction-file.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import { DOLLARS } from "#engine/market-data/compute-consensus.ts";
import { type CostBasisMethod, costBasisMethodSchema, type Pooling, poolingSchema } from "#shared/domain/books.ts";
import { type Asset, assetSchema, profileIdSchema } from "#shared/domain/ids.ts";

/** The entries of a file belong to no profile; the books ask for one. */
const NO_PROFILE = profileIdSchema.parse("file");
const USD = assetSchema.parse("USD");

export interface PnlFlags {
  readonly method: CostBasisMethod;
  readonly pooling: Pooling;
  readonly currency?: Asset;
  readonly compare?: CostBasisMethod;
}

/** The report of a file's bytes as JSON. Throws `EngineError` INPUT_INVALID naming line and column of the first fault; `file` is what messages call it. */
export function pnlCommand(file: string, bytes: Uint8Array, flags: PnlFlags): string {
  const decoded = decodeCsv(bytes);
  if (!decoded.ok) throw refused(file, [decoded.problem], 1);
  const { transactions, problems, moreProblems } = readOwnTransactionsCsv(decoded.text);
  if (problems.length > 0) throw refused(file, problems, problems.length + moreProblems);
  const currency = flags.currency ?? computeFileCurrency(transactions, USD);
  const report = computePnlReport(
    transactions.map((entry) => ({ ...entry, profileId: NO_PROFILE })),
    {
      currency,
      basis: { method: flags.method, pooling: flags.pooling },
      compareWith: flags.compare === undefined ? null : { method: flags.compare, pooling: flags.pooling },
      par: DOLLARS.has(currency) ? DOLLARS : new Set(),
    },
  );
  return JSON.stringify(toOutput(flags.method, currency, report));
}

function toOutput(method: CostBasisMethod, currency: Asset, report: PnlReport): Record<string, unknown> {
  const { comparison, atPar } = report;
  const notes = [
    ...(currency === USD ? [] : [`Money is in ${currency}.`]),
    ...atPar.map((asset) => `${asset}: nothing in the file prices it, so it is counted at par, one ${currency} each.`),
  ];
  return {
    method,
    disposals: report.disposals.map((disposal) => ({
      id: disposal.transactionId,
      asset: disposal.asset,
      quantity: disposal.quantity,
      acquiredAt: disposal.acquiredAt === null ? null : isoTime(disposal.acquiredAt),
      disposedAt: isoTime(disposal.disposedAt),
      proceeds: disposal.proceeds,
      cost: disposal.cost,
      fee: disposal.fee,
      gain: disposal.gain,
      holdingDays: disposal.holdingDays,
    })),
    openLots: report.openLots.map(({ asset, quantity, acquiredAt, cost, accountId }) => ({
      asset,
      quantity,
      acquiredAt: isoTime(acquiredAt),
      cost,
      account: accountId,
    })),
    totals: { byAsset: Object.fromEntries(report.byAsset), byYear: Object.fromEntries(report.byYear) },
    fees: Object.fromEntries(report.fees),
    gaps: report.gaps,
    ...(notes.length === 0 ? {} : { notes }),
    ...(comparison === null
      ? {}
      : {
          comparison: {
            from: comparison.from.method,
            to: comparison.to.method,
            byAsset: Object.fromEntries(comparison.byAsset),
            byYear: Object.fromEntries(comparison.byYear),
            inAll: comparison.inAll,
          },
        }),
  };
}

const isoTime = (ts: number): string => new Date(ts).toISOString();

export function registerPnl(program: Command, print: (line: string) => void): void {
  program
    .command("pnl")
    .description("compute gains lot by lot from a file of transactions and print them; nothing is stored or sent")
    .requiredOption("--transactions <file>", "CSV in Schwabot's own form; - reads standard input")
    .addOption(
      new Option("--method <method>", "which lot a sale takes first")
        .choices(costBasisMethodSchema.options)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option(
        "--currency <asset>",
        "what gains are counted in (default: that of the file's prices, else USD)",
      ).argParser(parseAsset),
    )
    .addOption(
      new Option("--pooling <pooling>", "whether accounts share their lots")
        .choices(poolingSchema.options)
        .default("profile"),
    )
    .addOption(
      new Option("--compare <method>", "also tell what this method would change").choices(
        costBasisMethodSchema.options,
      ),
    )
    .option("--json", "tell errors as JSON")
    .allowExcessArguments(false)
    .action(async (flags: PnlFlags & { readonly transactions: string }) => {
      const name = flags.transactions === "-" ? "standard input" : basename(flags.transactions);
      print(pnlCommand(name, await readInput(flags.transactions), flags));
    });
}

function parseAsset(value: string): Asset {
  const asset = assetSchema.safeParse(value);
  if (asset.success) return asset.data;
  throw new InvalidArgumentError("Expected the code of a currency or coin in upper case, like USD.");
}

async function readInput(file: string): Promise<Uint8Array> {
  try {
    return file === "-" ? await buffer(process.stdin) : await readFile(file);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw invalid(`--transactions ${file}: cannot be read: ${problem}`, error);
  }
}

/** One sentence; where there are more faults it says how many. */
function refused(file: string, problems: readonly FileProblem[], count: number): EngineError {
  const [first] = problems;
  const told = first === undefined ? `${file}: cannot be read` : describeFileProblem(file, first);
  return invalid(count > 1 ? `${told} (And ${count - 1} more ${count === 2 ? "problem" : "problems"}.)` : told);
}

function invalid(message: string, cause?: unknown): EngineError {
  return new EngineError("INPUT_INVALID", message, { cause, data: { path: "--transactions" } });
}
