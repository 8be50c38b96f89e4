// Which rows and cells does a CSV file have (RFC 4180), and if it is broken, where?

export interface CsvRow {
  /** Where it begins; from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** The rows, or the first place where the text is not CSV. */
export type CsvRows =
  | { readonly ok: true; readonly rows: readonly CsvRow[] }
  | {
      readonly ok: false;
      readonly rows: readonly CsvRow[];
      readonly line: number;
      readonly expected: string;
      readonly got: string;
    };

export type CsvSeparator = "," | ";" | "\t";
export const CSV_SEPARATORS: readonly CsvSeparator[] = [",", ";", "\t"];

const BOM = "\uFEFF";
const QUOTE = '"';
/** As much of a place as a message shows. */
const SHOWN = 40;

/**
 * Splits text into rows. A cell in quotes may hold separators, line ends and doubled quotes; a quote inside a cell that does
 * not begin with one stands for itself, as venues write it in notes. Lines end with CRLF, LF or CR; empty lines are no rows.
 * At most `most` rows, for a look at the beginning.
 */
export function readCsv(text: string, separator: CsvSeparator, most = Number.POSITIVE_INFINITY): CsvRows {
  const rows: CsvRow[] = [];
  const end = text.length;
  let at = text.startsWith(BOM) ? 1 : 0;
  let line = 1;
  while (at < end && rows.length < most) {
    const ending = lineEndAt(text, at);
    if (ending > 0) {
      at += ending;
      line += 1;
      continue;
    }
    const cells: string[] = [];
    const first = line;
    for (;;) {
      let cell: string;
      if (text[at] === QUOTE) {
        const close = findClosingQuote(text, at + 1);
        if (close === -1) {
          return wrong(rows, line, "a closing quote before the end of the file", text.slice(at, at + SHOWN));
        }
        const inner = text.slice(at + 1, close);
        line += countLines(inner);
        cell = inner.includes(QUOTE) ? inner.replaceAll('""', QUOTE) : inner;
        at = close + 1;
        if (at < end && !endsCell(text, at, separator)) {
          return wrong(
            rows,
            line,
            "a separator or the end of the line after a closing quote",
            text.slice(at, at + SHOWN),
          );
        }
      } else {
        const start = at;
        while (at < end && !endsCell(text, at, separator)) at += 1;
        cell = text.slice(start, at);
      }
      cells.push(cell);
      if (text[at] !== separator) break;
      at += 1;
    }
    if (at < end) {
      at += lineEndAt(text, at);
      line += 1;
    }
    if (cells.length > 1 || cells[0]?.trim() !== "") rows.push({ line: first, cells });
  }
  return { ok: true, rows };
}

function endsCell(text: string, at: number, separator: CsvSeparator): boolean {
  const code = text.charCodeAt(at);
  return code === separator.charCodeAt(0) || code === LF || code === CR;
}

const LF = 10;
const CR = 13;

/** How many letters the line end here has; 0 where there is none. */
function lineEndAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code === LF) return 1;
  if (code !== CR) return 0;
  return text.charCodeAt(at + 1) === LF ? 2 : 1;
}

/** The quote that is not doubled; -1 where there is none. */
function findClosingQuote(text: string, from: number): number {
  for (let at = text.indexOf(QUOTE, from); at !== -1; at = text.indexOf(QUOTE, at + 2)) {
    if (text[at + 1] !== QUOTE) return at;
  }
  return -1;
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === LF || (code === CR && text.charCodeAt(at + 1) !== LF)) lines += 1;
  }
  return lines;
}

function wrong(rows: readonly CsvRow[], line: number, expected: string, got: string): CsvRows {
  return { ok: false, rows, line, expected, got };
}
