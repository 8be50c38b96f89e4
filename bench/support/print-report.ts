// How does a report read in a terminal?
import type { BenchReport, Goal } from "./bench.ts";

/** Three digits that matter, and never an exponent. */
export function writeNumber(value: number): string {
  const size = Math.abs(value);
  const places = size >= 100 || Number.isInteger(value) ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.01 ? 3 : 5;
  return value.toLocaleString("en-US", { minimumFractionDigits: places, maximumFractionDigits: places });
}

export function reportLines(report: BenchReport): readonly string[] {
  return [
    ...table(
      ["figure", "median", "unit", "spread"],
      report.figures.map(({ what, value, unit, spread }) => [
        what,
        writeNumber(value),
        unit,
        spread === undefined ? "" : `${Math.round(spread * 100)} %`,
      ]),
    ),
    ...section(
      ["growth", "at three sizes", "exponent"],
      report.growth.map(({ what, unit, points, exponent }) => [
        what,
        `${points.map(({ size, value }) => `${size}: ${writeNumber(value)}`).join("  ")} ${unit}`,
        exponent.toFixed(2),
      ]),
    ),
    ...section(["goal", "measured", "asked", ""], report.goals.map(goalRow)),
    ...report.notes.map((note) => `  note: ${note}`),
  ];
}

function goalRow({ what, measured, unit, bound, limit, met }: Goal): readonly string[] {
  const sign = bound === "atMost" ? "<=" : ">=";
  return [what, `${writeNumber(measured)} ${unit}`.trim(), `${sign} ${writeNumber(limit)}`, met ? "met" : "NOT MET"];
}

function section(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return rows.length === 0 ? [] : ["", ...table(head, rows)];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `  ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd();
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)];
}
