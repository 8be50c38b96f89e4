// Do recorded messages of the real venues go through the adapters unharmed: no failure, and every number as it stands in the file?
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { unixMs } from "#shared/domain/time.ts";
import { referenceWire } from "../fixtures/reference-data.ts";
import { binanceUnderTest } from "./binance-under-test.ts";
import { coinbaseUnderTest } from "./coinbase-under-test.ts";
import { krakenUnderTest } from "./kraken-under-test.ts";
import { Explanation, numbersOf } from "./mutations/explained-numbers.ts";
import { ReplayedVenue } from "./mutations/replayed-venue.ts";
import { RECORDED, type RecordedMessage } from "./recorded-messages.ts";

const wire = referenceWire();
/** After the youngest recorded message, so that every candle is over. */
const NOW = unixMs(1_780_000_000_000);

const collection = z.object({
  routes: z.record(z.string(), z.record(z.string(), z.array(z.object({ data: z.unknown() })))),
});

/** The body word for word; one out of a collection is written anew, number by number as JSON has them. */
function bodyOf(file: string): string {
  if ("missing" in wire) throw new Error(wire.missing);
  const [name = "", part] = file.split("#");
  const text = readFileSync(path.join(wire.folder, name), "utf8");
  if (part === undefined) return name.endsWith(".txt") ? text.slice(text.search(/[[{]/)) : text;
  const [method = "", route = ""] = part.split(" ");
  const found = collection.parse(JSON.parse(text)).routes[route]?.[method]?.[0];
  return JSON.stringify(found?.data);
}

const VENUES = [krakenUnderTest, binanceUnderTest, coinbaseUnderTest];

describe.skipIf("missing" in wire)(`recorded messages${"missing" in wire ? `: ${wire.missing}` : ""}`, () => {
  it.each(VENUES.map((under) => [under.venue, under] as const))("of %s", async (name, under) => {
    // One recording of the server serves them all.
    const venue = await ReplayedVenue.record(under);
    for (const message of RECORDED[name] ?? []) await expectUnharmed(venue, message);
  });
});

async function expectUnharmed(
  venue: ReplayedVenue,
  { file, route, call, gives, beside = [] }: RecordedMessage,
): Promise<void> {
  const others = beside.map((other) => ({ route: other.route, text: bodyOf(other.file) }));
  const text = bodyOf(file);
  const value = await venue.runInstead([{ route, text }, ...others], NOW, call);
  const texts = [text, ...others.map((other) => other.text), JSON.stringify([venue.orders, NOW])];
  const explanation = new Explanation(texts);
  expect(
    numbersOf(value).filter((number) => !explanation.has(number)),
    file,
  ).toEqual([]);
  expect(z.array(z.unknown()).parse(value), file).toHaveLength(gives);
}
