// How is a table written as CSV (RFC 4180), so that every program reads the same cells?

/** Rows of cells; a missing value is an empty cell, never 0. */
export function csvText(rows: readonly (readonly (string | null | undefined)[])[]): string {
  return rows.map((row) => `${row.map(csvCell).join(",")}\r\n`).join("");
}

function csvCell(value: string | null | undefined): string {
  if (value === null || value === undefined) return "";
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
