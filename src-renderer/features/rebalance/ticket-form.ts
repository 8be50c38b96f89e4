// What stands on the trade ticket, what does it still lack, and what is asked of the engine? Pure.
import type { TicketAsk, TicketKind } from "#renderer/stores/ticket-ask.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { type AccountId, type Asset, accountIdSchema, assetSchema, marketSymbolSchema } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { Side } from "#shared/domain/order.ts";
import type { Portfolio } from "#shared/domain/portfolio.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { type Trade, tradeSchema } from "#shared/domain/trade.ts";

export type SizeUnit = Trade["size"]["by"];

/** As it stands in the fields: texts, so that nothing is rounded while typing. */
export interface TicketForm {
  readonly kind: TicketKind;
  readonly side: Side;
  readonly symbol: string;
  /** Empty: the one where it costs least. */
  readonly account: string;
  readonly unit: SizeUnit;
  /** In percent where the unit is a share. */
  readonly amount: string;
  /** What the close preset sells. */
  readonly asset: string;
}

const EMPTY: TicketForm = {
  kind: "order",
  side: "buy",
  symbol: "",
  account: "",
  unit: "quantity",
  amount: "0",
  asset: "",
};

/** From the address: `close/BTC`, `exit/BTC`, `cash`, or `order/BTC%2FUSD/sell`; whatever else opens an empty ticket. */
export function formOf(parameters: readonly string[]): TicketForm {
  const [kind, what = "", side] = parameters;
  if (kind === "cash") return { ...EMPTY, kind };
  if (kind === "close" || kind === "exit")
    return { ...EMPTY, kind, asset: assetSchema.safeParse(what).success ? what : "" };
  if (kind !== "order" || !marketSymbolSchema.safeParse(what).success) return EMPTY;
  return { ...EMPTY, symbol: what, side: side === "sell" ? "sell" : "buy" };
}

export interface TicketFacts {
  readonly profile: Pick<Profile, "accounts" | "cashAssets" | "currency">;
  readonly portfolio: Portfolio | null;
  readonly instruments: readonly Instrument[];
}

/** Markets that an account of the profile can trade, the ones of what is held first. */
export function symbolsOf({ profile, portfolio, instruments }: TicketFacts): readonly string[] {
  const venues = new Set(profile.accounts.map(({ venue }) => venue));
  const held = new Set((portfolio?.positions ?? []).map(({ asset }) => asset));
  const found = instruments.filter(({ venue }) => venues.has(venue));
  const rank = new Map(found.map(({ symbol, base, quote }) => [symbol, rankOf(base, quote)]));
  return [...rank].sort(([a, first], [b, other]) => first - other || (a < b ? -1 : 1)).map(([symbol]) => symbol);

  function rankOf(base: Asset, quote: Asset): number {
    return (held.has(base) ? 0 : 2) + (profile.cashAssets.includes(quote) ? 0 : 1);
  }
}

/** Accounts at whose venue the market is. */
export function accountsFor({ profile, instruments }: TicketFacts, symbol: string): Profile["accounts"] {
  const venues = new Set(instruments.filter((one) => one.symbol === symbol).map(({ venue }) => venue));
  return profile.accounts.filter(({ venue }) => venues.has(venue));
}

/** What can be sold wholly: held, priced or not, and no cash. */
export function closableAssets({ portfolio }: Pick<TicketFacts, "portfolio">): readonly Asset[] {
  const held = (portfolio?.positions ?? []).filter(({ isCash, quantity }) => {
    return !isCash && Decimal.parse(quantity).isPositive;
  });
  return held.map(({ asset }) => asset);
}

/** What this order could use up: free of the asset that it pays with, at its account or at all that have the market. */
export function freeOf(facts: TicketFacts, form: TicketForm): { readonly asset: string; readonly amount: string } {
  const [base = "", quote = ""] = form.symbol.split("/");
  const asset = form.side === "sell" ? base : quote;
  const ids = new Set<AccountId>(accountsFor(facts, form.symbol).map(({ id }) => id));
  const balances = facts.portfolio?.positions.find((position) => position.asset === asset)?.balances ?? [];
  const counted = balances.filter(({ accountId }) =>
    form.account === "" ? ids.has(accountId) : accountId === form.account,
  );
  return { asset, amount: Decimal.sum(counted.map(({ free }) => Decimal.parse(free))).toString() };
}

export type TicketReading =
  | { readonly ask: TicketAsk; readonly lack: null }
  /** In one sentence: what is missing. */
  | { readonly ask: null; readonly lack: string };

const lacking = (lack: string): TicketReading => ({ ask: null, lack });

export function readTicket(form: TicketForm): TicketReading {
  if (form.kind === "cash") return { ask: { kind: "cash" }, lack: null };
  if (form.kind === "close" || form.kind === "exit") {
    const asset = assetSchema.safeParse(form.asset);
    return asset.success
      ? { ask: { kind: form.kind, asset: asset.data }, lack: null }
      : lacking("Choose what to sell.");
  }
  const symbol = marketSymbolSchema.safeParse(form.symbol);
  if (!symbol.success) return lacking("Choose a market.");
  const typed = Decimal.tryParse(form.amount);
  if (typed === undefined || !typed.isPositive) return lacking("Say how much.");
  const amount = form.unit === "share" ? typed.mul(Decimal.parse("0.01")) : typed;
  const account = form.account === "" ? {} : { accountId: accountIdSchema.parse(form.account) };
  const trade = tradeSchema.safeParse({
    symbol: symbol.data,
    side: form.side,
    size: { by: form.unit, amount: amount.toString() },
    ...account,
  });
  return trade.success
    ? { ask: { kind: "order", trade: trade.data }, lack: null }
    : lacking("A share is at most 100%.");
}
