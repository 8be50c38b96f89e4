// In which encoding are a file's bytes? Told from the bytes themselves: the same file reads the same on every machine.
import type { FileProblem } from "./transaction-file.ts";

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

export type DecodedCsv =
  | { readonly ok: true; readonly text: string; readonly encoding: Encoding }
  | { readonly ok: false; readonly problem: FileProblem };

/** Far more than a million rows of any venue. */
const MOST_BYTES = 256 * 1024 * 1024;

/** First bytes of what people pick by mistake. */
const OTHER_FILES: readonly (readonly [name: string, bytes: readonly number[]])[] = [
  ["a zip archive or an Excel workbook", [0x50, 0x4b, 0x03, 0x04]],
  ["a gzip archive", [0x1f, 0x8b]],
  ["an old Excel workbook", [0xd0, 0xcf, 0x11, 0xe0]],
  ["a PDF", [0x25, 0x50, 0x44, 0x46]],
];

/** What no text holds; the Windows-1252 bytes that stand for nothing come out as such, too. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/;

/** UTF-8, UTF-16 with or without its mark, else Windows-1252 (what old spreadsheets write); anything that is no text is refused. */
export function decodeCsv(bytes: Uint8Array): DecodedCsv {
  if (bytes.length > MOST_BYTES) {
    return refused(`a file of at most ${MOST_BYTES / 1_048_576} MB`, `${bytes.length} bytes`, "Divide it by time.");
  }
  const other = OTHER_FILES.find(([, start]) => start.every((byte, index) => bytes[index] === byte));
  if (other !== undefined) {
    return refused("a CSV file", other[0], "Unpack it, or save the sheet as CSV (UTF-8), and take that file.");
  }
  for (const encoding of candidatesOf(bytes)) {
    const text = decoded(bytes, encoding);
    if (text !== null && !CONTROL.test(text)) return { ok: true, text, encoding };
  }
  return refused("text in UTF-8", "bytes that are no text", "Save the file as CSV (UTF-8) and take that file.");
}

function candidatesOf(bytes: Uint8Array): readonly Encoding[] {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return ["utf-16le"];
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== undefined)) return ["utf-16be"];
  return ["utf-8", "windows-1252"];
}

/** Null where the bytes are not of this encoding. */
function decoded(bytes: Uint8Array, encoding: Encoding): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function refused(expected: string, got: string, whatToDo: string): DecodedCsv {
  return { ok: false, problem: { line: 1, column: null, expected, got, whatToDo } };
}
