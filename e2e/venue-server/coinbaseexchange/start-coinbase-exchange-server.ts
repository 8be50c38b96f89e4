// How is a venue server for Coinbase Exchange started?
import { venueIdSchema } from "#shared/domain/ids.ts";
import { FIXED_PRICES } from "../coinbase/quirks.ts";
import { uuidOf } from "../coinbase/wire-ids.ts";
import { openVenueServer, type VenueServer } from "../core/venue-server.ts";
import { type VenueServerOptions, VenueWorld } from "../core/venue-world.ts";
import { type ExchangeKey, type ExchangeKeyOptions, ExchangeVenue, statusReply } from "./exchange-venue.ts";
import { FEES, LISTINGS, VENUE } from "./quirks.ts";
import { StreamHouse } from "./stream-house.ts";
import { exchangeStreams } from "./stream-venue.ts";

export interface ExchangeServerOptions extends VenueServerOptions {
  /** Orders that ended without any match stay findable; default: they are forgotten, as the venue may do. */
  readonly keepsEmptyOrders?: boolean;
  /** One bad product of a socket's request does not stop the others; default: the whole request is refused. */
  readonly refusesOneByOne?: boolean;
}

const FIRST_TRADE = 82_047_307;

export async function startCoinbaseExchangeServer(
  options: ExchangeServerOptions = {},
): Promise<VenueServer<ExchangeKey, ExchangeKeyOptions>> {
  const world = new VenueWorld({
    ...options,
    prices: { ...FIXED_PRICES, ...options.prices },
    venue: venueIdSchema.parse(VENUE),
    listings: LISTINGS,
    rules: {
      maker: FEES.maker,
      taker: FEES.taker,
      feeAsset: "quote",
      clientIds: "openOnly",
      orderId: (count) => uuidOf(`coinbase exchange order ${count}`),
      tradeId: (count) => String(FIRST_TRADE + count),
    },
  });
  const venue = new ExchangeVenue(world, options.keepsEmptyOrders ?? false);
  const house = new StreamHouse(venue, { world, refusesWhole: options.refusesOneByOne !== true });
  const server = await openVenueServer<ExchangeKey, ExchangeKeyOptions>(world, {
    answer: (request) => venue.answer(request),
    statusReply,
    addKey: (keyOptions) => venue.addKey(keyOptions),
    port: options.port,
    streams: exchangeStreams(house),
  });
  return {
    ...server,
    setState: (state) => {
      // No state of the whole venue but maintenance: the rest shows on each product.
      const status = state === "maintenance" ? "online" : state;
      for (const { symbol } of world.market.instruments) world.market.setStatus(symbol, status);
      server.setState(state);
    },
  };
}
