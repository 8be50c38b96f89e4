import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accountIdSchema } from "#shared/domain/ids.ts";
import { transactionSchema } from "#shared/domain/transaction.ts";
import { BOOK_LIMIT_MS, BOOK_RUNS } from "#testing/book-histories.ts";
import { ALL_TRANSACTION_FILES } from "#testing/transaction-files.ts";
import { readTransactionFile } from "./read-transaction-file.ts";
import type { TransactionFile } from "./transaction-file.ts";

const account = accountIdSchema.parse("acc");
const OWN_FILE = `timestamp,type,asset,quantity,quote,price,fee,fee_asset,account,id
2024-03-01T10:00:00Z,buy,BTC,0.5,USD,60000,12.5,USD,kraken-main,t1
2024-03-02T10:00:00Z,deposit,ETH,2,,,,,cold,
`;
const FILES = [OWN_FILE, ...ALL_TRANSACTION_FILES];

/** What breaks files in practice. */
const WRONG = [
  ...[
    '"',
    '""',
    ",",
    ";",
    "\t",
    "\n",
    "\r\n",
    "\u0000",
    "\uFEFF",
    "\uD800",
    "",
    " ",
    "-",
    "NaN",
    "1e999",
    "-1e999",
    "1,234.5",
  ],
  ...[
    "0",
    "-1",
    "1e-18",
    "1e15",
    "9".repeat(120),
    "constructor",
    "__proto__",
    "31.12.2024",
    "2024-13-45",
    "<b>",
    "=1+1",
    "é",
  ],
];

type Change = (text: string, at: number, length: number, wrong: string) => string;
const CHANGES: readonly Change[] = [
  (text, at, length, wrong) => text.slice(0, at) + wrong + text.slice(at + length),
  (text, at) => text.slice(0, at),
  (text, at, length) => text.slice(0, at) + text.slice(at + length),
  (text, at, length) => text.slice(0, at) + text.slice(at, at + length * 10) + text.slice(at),
  (text, at, length, wrong) => {
    const lines = text.split("\n");
    const line = lines[at % lines.length] ?? "";
    const cells = line.split(",");
    cells[length % cells.length] = wrong;
    return lines.with(at % lines.length, cells.join(",")).join("\n");
  },
  (text, at) => {
    const lines = text.split("\n");
    return lines.toSpliced(at % lines.length, 1).join("\n");
  },
];

const mutated = fc
  .record({
    text: fc.constantFrom(...FILES),
    changes: fc.array(
      fc.record({
        change: fc.constantFrom(...CHANGES),
        at: fc.nat(4_000),
        length: fc.nat(20),
        wrong: fc.constantFrom(...WRONG),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  })
  .map(({ text, changes }) =>
    changes.reduce(
      (before, { change, at, length, wrong }) => change(before, at % (before.length + 1), length, wrong),
      text,
    ),
  );

/** Either there are problems, each with its place, or every entry is one that the books can keep. */
function check(text: string, file: TransactionFile): void {
  const lines = text.split(/\r\n|[\r\n]/).length;
  for (const problem of file.problems) {
    expect(problem.line).toBeGreaterThanOrEqual(1);
    expect(problem.line).toBeLessThanOrEqual(lines + 1);
    expect(problem.expected).not.toBe("");
    expect(problem.whatToDo).not.toBe("");
  }
  if (file.problems.length > 0) expect(file.transactions).toEqual([]);
  for (const { ts, ...entry } of file.transactions) {
    transactionSchema.parse({ ...entry, ts, profileId: "p" });
    expect(ts).toBeGreaterThanOrEqual(file.covers?.from ?? Number.POSITIVE_INFINITY);
    expect(ts).toBeLessThanOrEqual(file.covers?.until ?? Number.NEGATIVE_INFINITY);
  }
  expect(new Set(file.transactions.map(({ id }) => id)).size).toBe(file.transactions.length);
}

describe("files that are broken", () => {
  it(
    `never throw, and give problems with their place or entries that the books can keep (${BOOK_RUNS} runs)`,
    () => {
      fc.assert(
        fc.property(mutated, (text) => check(text, readTransactionFile(text, { account }))),
        { numRuns: BOOK_RUNS },
      );
    },
    BOOK_LIMIT_MS,
  );

  it(
    `never throw as bytes either (${BOOK_RUNS} runs)`,
    () => {
      const files = FILES.map((text) => new TextEncoder().encode(text));
      const changes = fc.array(fc.tuple(fc.nat(4_000), fc.nat(255)), { minLength: 1, maxLength: 4 });
      fc.assert(
        fc.property(fc.constantFrom(...files), changes, (bytes, pokes) => {
          const poked = bytes.slice();
          for (const [at, byte] of pokes) poked[at % poked.length] = byte;
          const file = readTransactionFile(poked, { account });
          for (const entry of file.transactions) transactionSchema.parse({ ...entry, profileId: "p" });
        }),
        { numRuns: BOOK_RUNS },
      );
    },
    BOOK_LIMIT_MS,
  );

  it("say of every cut of a file that it is cut, or read the whole rows before it", () => {
    for (const text of FILES) {
      const whole = readTransactionFile(text, { account }).transactions.length;
      for (let end = 0; end < text.length; end += 7) {
        const cut = text.slice(0, end);
        const file = readTransactionFile(cut, { account });
        check(cut, file);
        expect(file.transactions.length).toBeLessThanOrEqual(whole);
      }
    }
  });

  it("of 10 MB are read in bounded time, right and wrong ones", () => {
    const row = "2024-03-01T10:00:00Z,buy,BTC,0.5,USD,60000,12.5,USD,kraken-main,";
    const [header] = OWN_FILE.split("\n");
    const rows = Math.ceil((10 * 1024 * 1024) / row.length);
    const right = readTransactionFile(
      [header, ...Array.from({ length: rows }, (_, index) => `${row}${index}`)].join("\n"),
      { account },
    );
    expect([right.problems.length, right.transactions.length]).toEqual([0, rows]);
    const wrong = readTransactionFile(
      [header, ...Array.from({ length: rows }, () => row.replace("0.5", "x"))].join("\n"),
      { account },
    );
    expect([wrong.problems.length, wrong.moreProblems]).toEqual([100, rows - 100]);
    for (const piece of ['"', ",", "\n", '""', "a"]) {
      const file = readTransactionFile(`${header}\n${piece.repeat((10 * 1024 * 1024) / piece.length)}`, { account });
      expect(file.transactions).toEqual([]);
    }
  }, 60_000);
});
