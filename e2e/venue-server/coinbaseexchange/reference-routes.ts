// Which currencies and products has Coinbase Exchange?
import type { Instrument } from "#shared/domain/instrument.ts";
import { ASSET_NAMES, FIAT } from "../coinbase/quirks.ts";
import { ownCode, productIdOf, unifiedCode } from "../coinbase/wire-ids.ts";
import type { VenueWorld } from "../core/venue-world.ts";
import { type ExchangeCall, type ExchangeRoute, notFound, productOf } from "./call.ts";

export const REFERENCE_ROUTES: readonly ExchangeRoute[] = [
  route("/currencies", currencies),
  route("/currencies/{id}", ({ params, world }) => currencyBody(codeOf(world.market.instruments, params.id ?? ""))),
  route("/products", ({ world }) => world.market.instruments.map(productBody)),
  route("/products/{id}", (call) => productBody(productOf(call))),
];

function route(path: string, handler: (call: ExchangeCall) => unknown): ExchangeRoute {
  return { method: "GET", path, weight: 1, permission: "public", handler };
}

function codesOf(instruments: readonly Instrument[]): readonly string[] {
  return [...new Set(instruments.flatMap(({ base, quote }) => [ownCode(base), ownCode(quote)]))].sort();
}

function codeOf(instruments: readonly Instrument[], id: string): string {
  const code = codesOf(instruments).find((one) => one === id);
  if (code === undefined) throw notFound();
  return code;
}

function currencies({ world }: ExchangeCall): unknown {
  return codesOf(world.market.instruments).map(currencyBody);
}

/** What the channel `status` sends: the same as by REST, and offline while the whole venue is (U). */
export function statusFrame({ market, state }: VenueWorld): object {
  const products = market.instruments.map((instrument) =>
    productBody(state === "maintenance" ? { ...instrument, status: "offline" } : instrument),
  );
  return { type: "status", products, currencies: codesOf(market.instruments).map(currencyBody) };
}

function currencyBody(code: string): object {
  const fiat = FIAT.has(code);
  const step = fiat ? "0.01" : "0.00000001";
  return {
    id: code,
    name: ASSET_NAMES[unifiedCode(code)] ?? code,
    min_size: step,
    status: "online",
    message: "",
    max_precision: step,
    convertible_to: [],
    details: {
      type: fiat ? "fiat" : "crypto",
      symbol: null,
      network_confirmations: fiat ? null : 14,
      sort_order: 0,
      crypto_address_link: null,
      crypto_transaction_link: null,
      push_payment_methods: [],
      group_types: [],
      display_name: null,
      processing_time_seconds: null,
      min_withdrawal_amount: null,
      max_withdrawal_amount: null,
    },
    default_network: "",
    supported_networks: [],
    display_name: code,
  };
}

function productBody(instrument: Instrument): object {
  const { base, quote, status, symbol } = instrument;
  return {
    id: productIdOf(instrument),
    base_currency: ownCode(base),
    quote_currency: ownCode(quote),
    quote_increment: instrument.priceStep,
    base_increment: instrument.amountStep,
    display_name: `${ownCode(base)}/${ownCode(quote)}`,
    min_market_funds: instrument.costMin ?? "0",
    margin_enabled: false,
    post_only: status === "postOnly",
    limit_only: status === "limitOnly",
    cancel_only: status === "cancelOnly",
    status: status === "offline" ? "offline" : "online",
    status_message: "",
    trading_disabled: status === "offline",
    fx_stablecoin: symbol === "USDC/EUR",
    max_slippage_percentage: "0.02000000",
    auction_mode: false,
    high_bid_limit_percentage: "",
  };
}
