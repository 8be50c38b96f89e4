// How does a history of a portfolio's value stand in a file, and if a file is wrong, where exactly is the fault?
import { describeCsvFault } from "#engine/market-data/compute-candle-csv.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { type UnixMs, unixMsSchema } from "#shared/domain/time.ts";
import type { ReturnPoint } from "./compute-growth.ts";

const COLUMNS = ["timestamp_ms", "equity", "flow"] as const;
type Column = (typeof COLUMNS)[number];

const WITH_FLOWS = COLUMNS.join(",");
const WITHOUT_FLOWS = COLUMNS.slice(0, 2).join(",");

/** One file's records, oldest first, or one sentence about the first fault in it: line, column, what was expected. */
export type EquityCsv =
  | { readonly ok: true; readonly points: readonly ReturnPoint[]; readonly hasFlows: boolean }
  | { readonly ok: false; readonly message: string };

/** A row's equity is after its flow; an empty flow is none. `file` is what messages call it. */
export function readEquityCsv(file: string, text: string): EquityCsv {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  while (lines.length > 0 && lines.at(-1)?.trim() === "") lines.pop();
  const header = lines[0]?.trim() ?? "";
  const hasFlows = header === WITH_FLOWS;
  const fault = (line: number, column: Column | null, expected: string, got: string): EquityCsv => ({
    ok: false,
    message: describeCsvFault(file, { line, column, expected, got }),
  });
  if (!hasFlows && header !== WITHOUT_FLOWS) {
    return fault(1, null, `the header ${WITHOUT_FLOWS} or ${WITH_FLOWS}`, header);
  }
  const points: ReturnPoint[] = [];
  for (const [index, row] of lines.slice(1).entries()) {
    const line = index + 2;
    const cells = row.split(",").map((cell) => cell.trim());
    const columns = hasFlows ? 3 : 2;
    if (cells.length !== columns) return fault(line, null, `${columns} columns (${header})`, `${cells.length}`);
    const [time = "", equity = "", flow = ""] = cells;
    const ts = readTime(time);
    if (ts === null) return fault(line, "timestamp_ms", "a time in whole milliseconds, UTC", time);
    const before = points.at(-1)?.ts;
    if (before !== undefined && ts <= before) return fault(line, "timestamp_ms", `a time after ${before}`, time);
    const value = Decimal.tryParse(equity);
    if (value === undefined) return fault(line, "equity", "a decimal number", equity);
    const moved = flow === "" ? Decimal.ZERO : Decimal.tryParse(flow);
    if (moved === undefined) return fault(line, "flow", "a decimal number, or nothing", flow);
    points.push({ ts, value, flow: moved });
  }
  return { ok: true, points, hasFlows };
}

function readTime(text: string): UnixMs | null {
  return unixMsSchema.safeParse(/^\d{1,16}$/.test(text) ? Number.parseInt(text, 10) : null).data ?? null;
}
