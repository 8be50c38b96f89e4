// Is the checksum of a book CRC32 over just the digits that Kraken takes?
import { crc32 } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BookLevel } from "#exchanges/shared/stream/stream-event.ts";
import type { DecimalString } from "#shared/domain/decimal.ts";
import { krakenBookChecksum } from "./book-checksum.ts";

/** As written: trailing zeros are what this is about. */
const level = (price: string, size: string): BookLevel => [price as DecimalString, size as DecimalString];

describe("the checksum of a book", () => {
  it("is CRC32 by its published check value", () => {
    // Of the digits 1 to 9, as every description of the algorithm gives it.
    expect(krakenBookChecksum([level("123.4", "0.0056789")], [])).toBe(0xcbf43926);
    expect(krakenBookChecksum([], [])).toBe(0);
  });

  it("takes asks before bids, prices before sizes, without point and leading zeros, with trailing zeros", () => {
    const bids = [level("0.05000", "1.50000000"), level("0.04999", "0.00000100")];
    const asks = [level("0.05010", "20.00000000"), level("0.05020", "0.30")];
    expect(krakenBookChecksum(bids, asks)).toBe(crc32("50102000000000" + "502030" + "5000150000000" + "4999100"));
    expect(krakenBookChecksum(bids, asks)).not.toBe(krakenBookChecksum(asks, bids));
    expect(krakenBookChecksum([level("5", "1.5")], [])).not.toBe(krakenBookChecksum([level("5", "1.50")], []));
  });

  it("is over ten levels a side", () => {
    const side = (count: number) => Array.from({ length: count }, (_, at) => level(String(100 + at), "1.0"));
    expect(krakenBookChecksum(side(25), side(11))).toBe(krakenBookChecksum(side(10), side(10)));
    expect(krakenBookChecksum(side(9), side(10))).not.toBe(krakenBookChecksum(side(10), side(10)));
  });

  it("is what another implementation gives for any book", () => {
    const text = fc
      .tuple(fc.stringMatching(/^\d{1,7}$/), fc.stringMatching(/^(\.\d{1,8})?$/))
      .map((part) => part.join(""));
    const side = fc.array(fc.tuple(text, text), { maxLength: 12 });
    fc.assert(
      fc.property(side, side, (bids, asks) => {
        const digits = [...asks.slice(0, 10), ...bids.slice(0, 10)]
          .flat()
          .map((one) => one.replace(".", "").replace(/^0+/, ""))
          .join("");
        const levels = (one: typeof bids) => one.map(([price, size]) => level(price, size));
        expect(krakenBookChecksum(levels(bids), levels(asks))).toBe(crc32(digits));
      }),
    );
  });
});
