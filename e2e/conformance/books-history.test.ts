// Does the past that each adapter reads come into the books once, whatever the venue's lists repeat of each other?
import { describe, expect, it } from "vitest";
import { HistoryImporter } from "#engine/portfolio/history-importer.ts";
import { PORTFOLIO_POLICIES } from "#engine/portfolio/portfolio-policies.ts";
import type { Balance } from "#shared/domain/account.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { HOUR_MS, unixMs } from "#shared/domain/time.ts";
import { bookFixture } from "#testing/book-fixture.ts";
import { testProfile } from "#testing/portfolio-fakes.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { binanceUnderTest } from "./binance-under-test.ts";
import { coinbaseExchangeUnderTest } from "./coinbase-exchange-under-test.ts";
import { coinbaseUnderTest } from "./coinbase-under-test.ts";
import { krakenUnderTest } from "./kraken-under-test.ts";
import { type OpenVenue, openVenue } from "./open-venue.ts";

const VENUES = [binanceUnderTest, coinbaseUnderTest, coinbaseExchangeUnderTest, krakenUnderTest];
const FILLS = 6;
const TRANSFERS = 5;

function live(venue: OpenVenue): void {
  const { account } = venue.server;
  const start = venue.now() - 5 * 24 * HOUR_MS;
  for (let index = 0; index < TRANSFERS; index += 1) {
    const [at, amount] = [unixMs(start + index * HOUR_MS), `0.${index + 101}`];
    account.transfer({ kind: "deposit", asset: venue.under.base, amount, at });
    account.transfer({ kind: "withdrawal", asset: venue.under.base, amount: `0.0${index + 101}`, fee: "0.0001", at });
  }
  for (let index = 0; index < FILLS; index += 1) {
    const side = index % 3 === 2 ? "sell" : "buy";
    const result = account.submit({
      ...{ clientId: venue.ids.clientOrderId(), symbol: venue.under.symbol, side, kind: "limitIoc" },
      ...{ quantity: `0.0${101 + index}`, limitPrice: side === "buy" ? "110000" : "90000" },
    });
    if (result.kind !== "accepted") throw new Error(result.rejection.code);
    venue.time.clock.stepWall(61_000);
  }
}

/** Where a venue has four places of cash. */
const CASH_ROUNDING = Decimal.parse("0.0001");

const sums = (balances: readonly Balance[]): ReadonlyMap<string, Decimal> =>
  new Map(
    balances.flatMap(({ asset, free, inOrders, earn, locked }) => {
      const sum = Decimal.sum([free, inOrders, earn, locked].map((amount) => Decimal.parse(amount)));
      return sum.isZero ? [] : [[asset, sum] as const];
    }),
  );

describe.each(VENUES)("the books of an account at $venue", (under) => {
  it("hold what it began with, every trade and every transfer, each once, and again after another reading", async () => {
    const venue = await openVenue(under);
    const client = venue.client();
    const begun = sums(await venue.value(client.fetchBalances({})));
    live(venue);
    const balances = await venue.value(client.fetchBalances({}));
    const profile = testProfile({ accounts: [client.account] });
    const { books, prices, clock, repositories } = bookFixture({ profile, clock: venue.time.clock });
    for (const { asset } of balances) prices.unpriceable.add(asset);
    await books.load();
    await books.open(client.account.id, balances, clock.now());
    const importer = new HistoryImporter({
      ...{ profile: () => profile, clients: [client], books, repository: repositories.coverage },
      ...{ isOpened: () => true, isBusy: () => false, clock, logger: silentLogger, policies: PORTFOLIO_POLICIES },
    });
    const over = () =>
      new Promise<void>((resolve) => {
        const listening = importer.changes.subscribe(({ reading }) => {
          if (reading !== null) return;
          void listening.dispose();
          resolve();
        });
      });
    const first = over();
    await importer.start();
    await venue.value(first);
    const told = books.transactions.filter(({ source }) => source !== "opening");
    const count = (type: string) => told.filter((entry) => entry.type === type).length;
    const { fills } = venue.server.account.history;
    expect([count("trade"), count("deposit"), count("withdrawal")]).toEqual([fills.length, TRANSFERS, TRANSFERS]);
    expect(told).toHaveLength(fills.length + 2 * TRANSFERS);
    // What no list explains is what the account began with; in cash a venue may book fewer digits than its trades come to.
    const rests = books.transactions.filter(({ source, quantity }) => source === "opening" && quantity !== "0");
    expect(rests.map(({ type, asset }) => [type, asset]).sort()).toEqual(
      [...begun.keys()].map((asset) => ["deposit", asset]),
    );
    for (const { asset, quantity } of rests) {
      const off = Decimal.parse(quantity)
        .sub(begun.get(asset) ?? Decimal.ZERO)
        .abs();
      expect(off.lte(asset === under.quote ? CASH_ROUNDING.mul(Decimal.fromInteger(fills.length)) : Decimal.ZERO)).toBe(
        true,
      );
    }
    const again = over();
    importer.readAll();
    await venue.value(again);
    expect(books.transactions.filter(({ source }) => source !== "opening")).toEqual(told);
    const { coverage } = importer.progress();
    expect(coverage.filter(({ complete }) => !complete).map(({ problem }) => problem)).toEqual(
      under.history.ledger ? [] : [expect.stringContaining("ledger")],
    );
    await importer.dispose();
  });
});
