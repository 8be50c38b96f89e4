// What does one subscription to `balances` send? Every asset first, then each line of the ledger, numbered.
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import type { LedgerLine } from "../core/account-history.ts";
import type { VenueAccount } from "../core/venue-account.ts";
import { amountText } from "./account-routes.ts";
import { assetByCode, codeOf } from "./assets.ts";
import { ledgerReference, ledgerType } from "./history-routes.ts";
import { krakenId } from "./kraken-id.ts";
import { figure, timeText } from "./stream-json.ts";
import type { Fields } from "./stream-request.ts";

interface Wallet {
  readonly asset: string;
  readonly type: "spot" | "earn";
  readonly id: string;
  readonly amount: Decimal;
}

/** What the suffix of a balance's code says of its wallet: docs.kraken.com balances, 2026-05. */
const WALLETS: Readonly<Record<string, string>> = { F: "flexible", M: "flex", S: "locked", B: "bonded" };

export class BalancesFeed {
  readonly #account: VenueAccount;
  readonly #now: () => number;
  #sequence = 0;
  #line: number;
  /** The total of each asset as the client knows it. */
  #told: Map<string, Decimal>;

  constructor(account: VenueAccount, now: () => number) {
    this.#account = account;
    this.#now = now;
    this.#line = newest(account);
    this.#told = totals(account);
  }

  snapshot(): object {
    const all = this.#wallets();
    const data = [...new Set(all.map(({ asset }) => asset))].map((asset) => {
      const wallets = all.filter((wallet) => wallet.asset === asset);
      return {
        asset,
        asset_class: "currency",
        balance: amountFigure(asset, Decimal.sum(wallets.map(({ amount }) => amount))),
        wallets: wallets.map(({ type, id, amount }) => ({ type, id, balance: amountFigure(asset, amount) })),
      };
    });
    return this.#frame("snapshot", data);
  }

  /** `byBeat`: also what changed without any trace in the ledger, as when a test funds an account. */
  changes(byBeat: boolean): readonly object[] {
    const lines = this.#account.history.ledger
      .filter(({ number }) => number > this.#line)
      .toSorted((left, right) => left.number - right.number);
    this.#line = newest(this.#account);
    for (const { asset, balance } of lines) this.#told.set(asset, decimal(balance));
    const frames = lines.map((line) => this.#frame("update", [lineRow(line)]));
    // At the change itself the ledger may not have its line yet.
    return byBeat ? [...frames, ...this.#untold()] : frames;
  }

  #untold(): readonly object[] {
    const before = this.#told;
    this.#told = totals(this.#account);
    return [...this.#told].flatMap(([asset, total]) => {
      const amount = total.sub(before.get(asset) ?? Decimal.ZERO);
      return amount.isZero ? [] : [this.#frame("update", [this.#adjustment(asset, amount, total)])];
    });
  }

  #adjustment(asset: string, amount: Decimal, total: Decimal): Fields {
    return row({
      ledgerId: krakenId("L", 0),
      reference: krakenId("L", 0),
      at: this.#now(),
      type: "adjustment",
      asset,
      amount,
      fee: Decimal.ZERO,
      balance: total,
    });
  }

  #wallets(): readonly Wallet[] {
    const spot = [...totals(this.#account)].map(
      ([asset, amount]): Wallet => ({ asset, type: "spot", id: "main", amount }),
    );
    const other = [...this.#account.extraBalances].map(([code, amount]): Wallet => {
      const [bare = code, suffix = ""] = (assetByCode(code)?.altname ?? code).split(".");
      const asset = assetByCode(bare)?.unified ?? bare;
      return { asset, type: "earn", id: WALLETS[suffix] ?? "locked", amount: decimal(amount) };
    });
    return [...spot, ...other];
  }

  #frame(type: "snapshot" | "update", data: readonly Fields[]): object {
    this.#sequence += 1;
    return { channel: "balances", type, data, sequence: this.#sequence };
  }
}

function newest(account: VenueAccount): number {
  return account.history.ledger.reduce((most, { number }) => Math.max(most, number), 0);
}

function totals(account: VenueAccount): Map<string, Decimal> {
  return new Map(account.balances().map(({ asset, free, inOrders }) => [asset, free.add(inOrders)]));
}

function lineRow(line: LedgerLine): Fields {
  return row({
    ledgerId: krakenId("L", line.number),
    reference: ledgerReference(line),
    at: line.at,
    type: ledgerType(line),
    asset: line.asset,
    amount: decimal(line.amount),
    fee: decimal(line.fee),
    balance: decimal(line.balance),
  });
}

function row(line: {
  readonly ledgerId: string;
  readonly reference: string;
  readonly at: number;
  readonly type: string;
  readonly asset: string;
  readonly amount: Decimal;
  readonly fee: Decimal;
  readonly balance: Decimal;
}): Fields {
  const { asset } = line;
  return {
    ledger_id: line.ledgerId,
    ref_id: line.reference,
    timestamp: timeText(line.at),
    type: line.type,
    subtype: "",
    asset,
    asset_class: "currency",
    category: line.type,
    wallet_type: "spot",
    wallet_id: "main",
    amount: amountFigure(asset, line.amount),
    fee: amountFigure(asset, line.fee),
    balance: amountFigure(asset, line.balance),
  };
}

function amountFigure(asset: string, amount: Decimal): unknown {
  return figure(amountText(codeOf(asset), amount));
}
