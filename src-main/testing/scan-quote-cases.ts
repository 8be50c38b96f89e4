// What every venue's fast reading of its hot frame must keep to, whatever bytes come. The venue's own test calls this.
import fc from "fast-check";
import { expect, it } from "vitest";
import { judgeOf, type ReadingUnderTest } from "./judge-scan.ts";
import { mutatedJson } from "./mutated-json.ts";

/** Texts of one frame's figures. */
export interface QuoteFigures {
  readonly id: string;
  readonly bid: string;
  readonly ask: string;
  readonly last: string;
  readonly size: string;
  readonly volume: string;
  readonly timeMs: number;
  readonly count: number;
}

export interface ScanCases {
  readonly reading: ReadingUnderTest;
  /** A frame of the documented form. */
  readonly frame: (figures: QuoteFigures) => string;
  /** Frames of the documented form that are quotes and are left to the whole reading, by what is unusual about them. */
  readonly leftAlone: Readonly<Record<string, string>>;
  /** Frames of the documented form that must be taken. */
  readonly taken: Readonly<Record<string, string>>;
}

const MOST = 999_999_999_999_999;
const amount = fc
  .tuple(fc.integer({ min: 0, max: MOST }), fc.integer({ min: 0, max: 12 }))
  .map(([units, places]) => shifted(units, places));
const price = fc
  .tuple(fc.integer({ min: 1, max: MOST }), fc.integer({ min: 0, max: 12 }))
  .map(([units, places]) => shifted(units, places));

/** Decimal text of `units / 10^places`. */
function shifted(units: number, places: number): string {
  const digits = String(units).padStart(places + 1, "0");
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

export function scanQuoteCases({ reading, frame, leftAlone, taken }: ScanCases): void {
  const judge = judgeOf(reading);
  const judged = (text: string) => judge(Buffer.from(text));
  const figures: fc.Arbitrary<QuoteFigures> = fc.record({
    id: fc.constantFrom(...reading.ids),
    ...{ bid: price, ask: price, last: price, size: amount, volume: amount },
    timeMs: fc.integer({ min: 1_500_000_000_000, max: 4_000_000_000_000 }),
    count: fc.integer({ min: 0, max: MOST }),
  });
  const [usual = ""] = Object.values(taken);

  it.each(Object.entries(taken))("takes %s", (_, text) => {
    expect(judged(text)).toMatchObject({ scanned: true, problem: null });
  });

  it.each(Object.entries(leftAlone))("leaves %s to the whole reading", (_, text) => {
    expect(judged(text).scanned).toBe(false);
  });

  it("takes each frame of the documented form and says what the whole reading says", () => {
    fc.assert(
      fc.property(figures, (drawn) => {
        expect(judged(frame(drawn))).toMatchObject({ scanned: true, problem: null });
      }),
    );
  });

  it("takes no frame that is cut short, or goes on", () => {
    for (let length = 0; length < usual.length; length += 1) expect(judged(usual.slice(0, length)).scanned).toBe(false);
    for (const more of [" ", "}", "\n", "0", usual]) expect(judged(usual + more).scanned).toBe(false);
    expect(judged(` ${usual}`).scanned).toBe(false);
  });

  it("contradicts the whole reading nowhere, whichever byte is another one", () => {
    const bytes = Buffer.from(usual);
    for (let at = 0; at < bytes.length; at += 1) {
      const before = bytes[at] ?? 0;
      for (const other of [0, 9, 32, 34, 43, 44, 45, 46, 48, 57, 58, 92, 101, 125, 127, 0xc3, 0xff]) {
        bytes[at] = other;
        expect(judge(bytes).problem, bytes.toString()).toBeNull();
      }
      bytes[at] = before;
    }
  });

  it("contradicts the whole reading nowhere, whichever part of the frame is something else", () => {
    fc.assert(
      fc.property(
        figures.chain((drawn) => mutatedJson(JSON.parse(frame(drawn)))),
        (value) => {
          expect(judged(JSON.stringify(value) ?? "").problem).toBeNull();
        },
      ),
    );
  });

  it("contradicts the whole reading nowhere, whatever stands for one of the figures", () => {
    const odd = fc.oneof(
      fc.constantFrom(
        "",
        "0",
        "0.0",
        "00",
        "-1",
        "1e5",
        "1E5",
        ".5",
        "5.",
        "+1",
        "NaN",
        "null",
        "1,5",
        "0x10",
        " 1",
        "1 ",
      ),
      fc.stringMatching(/^[0-9]{1,30}(\.[0-9]{1,30})?$/),
      fc.string({ maxLength: 4 }),
    );
    const field = fc.constantFrom("bid", "ask", "last", "size", "volume", "id");
    fc.assert(
      fc.property(figures, field, odd, (drawn, name, text) => {
        expect(judged(frame({ ...drawn, [name]: text })).problem).toBeNull();
      }),
    );
  });

  it("takes no frame of a market that is not on the connection", () => {
    const others = judgeOf({ ...reading, ids: reading.ids.slice(1) });
    fc.assert(
      fc.property(figures, (drawn) => {
        const verdict = others(Buffer.from(frame({ ...drawn, id: reading.ids[0] ?? "" })));
        expect(verdict.scanned).toBe(false);
      }),
    );
  });
}
