// Which recorded messages of which venue are read by which call, and how many things are in them?
import type { HistoryPage } from "#engine/ports/exchange-client.ts";
import { marketSymbolSchema } from "#shared/domain/ids.ts";
import { unixMs } from "#shared/domain/time.ts";
import type { Subject } from "./mutations/scenarios.ts";

export interface RecordedMessage {
  /** Of INDEX.md: A recorded at the venue, B from its documentation, C a sample of another project. */
  readonly grade: "A" | "B" | "C";
  /** Below the folder `wire`; of a collection, the part after `#` names method and path. */
  readonly file: string;
  /** Method and path of the questions that it answers. */
  readonly route: RegExp;
  readonly call: (subject: Subject) => Promise<unknown>;
  /** How many things the call gives: orders, levels, rows. */
  readonly gives: number;
  /** Read beside it, like the list of markets of the same recording. */
  readonly beside?: readonly { readonly file: string; readonly route: RegExp }[];
}

const sinceEver = { since: unixMs(0), resume: null };
const sym = (text: string) => marketSymbolSchema.parse(text);
async function firstPage<Item>(pages: AsyncIterable<HistoryPage<Item>>): Promise<readonly Item[]> {
  for await (const { items } of pages) return items;
  return [];
}

const markets = ({ market }: Subject) => market.fetchInstruments({});
const balances = ({ client }: Subject) => client.fetchBalances({});
const openOrders = ({ client }: Subject) => client.fetchOpenOrders({});
const rights = async ({ client }: Subject) => [await client.fetchPermissions({})];
const fees = async ({ client }: Subject) => [await client.fetchFeeTier({})];
const time = async ({ market }: Subject) => [await market.fetchTime({})];
const status = async ({ market }: Subject) => [await market.fetchStatus({})];
const cancel = async ({ client, resting }: Subject) => [await client.cancelOrder(resting, {})];
const submit = async ({ client, next }: Subject) => [await client.submitOrder(next, {})];
const prices =
  (symbol: string) =>
  ({ market }: Subject) =>
    market.fetchTickers([sym(symbol)], {});
const book =
  (symbol: string) =>
  async ({ market }: Subject) => {
    const { bids, asks } = await market.fetchOrderBook({ symbol: sym(symbol), depth: 500 }, {});
    return [...bids, ...asks];
  };
const candles =
  (symbol: string, timeframe: "1m" | "5m" | "1h" | "1d", before: number) =>
  ({ market }: Subject) =>
    market.fetchCandles({ symbol: sym(symbol), timeframe, before: unixMs(before), limit: 2 }, {});
const ledger = ({ client }: Subject) => firstPage(client.history("ledger", sinceEver, {}));
const deposits = ({ client }: Subject) => firstPage(client.history("deposits", sinceEver, {}));
const withdrawals = ({ client }: Subject) => firstPage(client.history("withdrawals", sinceEver, {}));

const entry = (
  grade: RecordedMessage["grade"],
  file: string,
  route: RegExp,
  call: RecordedMessage["call"],
  gives: number,
  beside?: RecordedMessage["beside"],
): RecordedMessage => ({ grade, file, route, call, gives, ...(beside === undefined ? {} : { beside }) });

const NAUTILUS_KRAKEN = "nautilus_trader/kraken/http_";
const NET_KRAKEN = "jkorf/Kraken.Net/Endpoints/Spot/";
const NAUTILUS_COINBASE = "nautilus_trader/coinbase/http_";
const NET_COINBASE = "jkorf/Coinbase.Net/Endpoints/AdvancedTrade/";
const NET_BINANCE = "jkorf/Binance.Net/Endpoints/Spot/";
const GOCRYPTOTRADER = "gocryptotrader/binance/http.json";
/** The markets of the same recording: orders of markets that nobody lists are left out. */
const BINANCE_MARKETS = [{ file: `${GOCRYPTOTRADER}#GET /api/v3/exchangeInfo`, route: /^GET .*exchangeInfo$/ }];
const MADE_UP_TIME = 9_000_000_000_000;

/**
 * Left out: samples of grade C with words that no venue says (Coinbase.Net's GetOrders and GetSymbols have UNKNOWN_… in every
 * enumeration), and Binance's fees of 2020, from before `commissionRates`. Of Coinbase Exchange nothing is recorded but streams.
 */
export const RECORDED: Readonly<Record<string, readonly RecordedMessage[]>> = {
  kraken: [
    entry("A", `${NAUTILUS_KRAKEN}asset_pairs.json`, /AssetPairs$/, markets, 1),
    entry("A", `${NAUTILUS_KRAKEN}ticker.json`, /Ticker$/, prices("BTC/USDT"), 1),
    entry("A", `${NAUTILUS_KRAKEN}ohlc.json`, /OHLC$/, candles("BTC/USDT", "1m", MADE_UP_TIME), 2),
    entry("A", `${NAUTILUS_KRAKEN}order_book.json`, /Depth$/, book("BTC/USDT"), 10),
    entry("A", `${NAUTILUS_KRAKEN}server_time.json`, /Time$/, time, 1),
    entry("A", `${NAUTILUS_KRAKEN}system_status.json`, /SystemStatus$/, status, 1),
    entry("B", `${NAUTILUS_KRAKEN}open_orders.json`, /OpenOrders$/, openOrders, 2),
    entry("B", `${NAUTILUS_KRAKEN}add_order_spot.json`, /AddOrder$/, submit, 1),
    entry("B", `${NAUTILUS_KRAKEN}cancel_order_spot.json`, /CancelOrder$/, cancel, 1),
    entry("C", `${NET_KRAKEN}Account/GetApiKeyInfo.txt`, /GetApiKeyInfo$/, rights, 1),
    entry("C", `${NET_KRAKEN}Account/GetAvailableBalances.txt`, /BalanceEx$/, balances, 2),
    entry("C", `${NET_KRAKEN}Account/GetLedgerInfo.txt`, /Ledgers$/, ledger, 2),
    entry("C", `${NET_KRAKEN}Account/GetTradeVolume.txt`, /TradeVolume$/, fees, 1),
    entry("C", `${NET_KRAKEN}ExchangeData/GetTicker.txt`, /Ticker$/, prices("BTC/USD"), 1),
    entry("C", `${NET_KRAKEN}ExchangeData/GetOrderBook.txt`, /Depth$/, book("BTC/USD"), 6),
    entry("C", `${NET_KRAKEN}ExchangeData/GetSystemStatus.txt`, /SystemStatus$/, status, 1),
    entry("C", `${NET_KRAKEN}Trading/GetOpenOrders.txt`, /OpenOrders$/, openOrders, 2),
    entry("C", `${NET_KRAKEN}Trading/PlaceOrder.txt`, /AddOrder$/, submit, 1),
    entry("C", `${NET_KRAKEN}Trading/CancelOrder.txt`, /CancelOrder$/, cancel, 1),
  ],
  binance: [
    entry("A", `${GOCRYPTOTRADER}#GET /api/v3/exchangeInfo`, /exchangeInfo$/, markets, 25),
    entry("A", `${GOCRYPTOTRADER}#GET /api/v3/account`, /api\/v3\/account$/, balances, 0, BINANCE_MARKETS),
    entry("A", `${GOCRYPTOTRADER}#GET /api/v3/openOrders`, /openOrders$/, openOrders, 1, BINANCE_MARKETS),
    entry("A", `${GOCRYPTOTRADER}#GET /api/v3/klines`, /klines$/, candles("BTC/USDT", "5m", MADE_UP_TIME), 2),
    entry("A", `${GOCRYPTOTRADER}#GET /api/v3/depth`, /depth$/, book("BTC/USDT"), 56),
    entry("A", `${GOCRYPTOTRADER}#DELETE /api/v3/order`, /^DELETE .*order$/, cancel, 1),
    entry("C", `${NET_BINANCE}Account/GetAPIKeyPermissions.txt`, /apiRestrictions$/, rights, 1),
    entry("C", `${NET_BINANCE}Account/GetAccountInfo.txt`, /api\/v3\/account$/, fees, 1),
    entry("C", `${NET_BINANCE}Account/GetDepositHistory.txt`, /hisrec$/, deposits, 2),
    entry("C", `${NET_BINANCE}Account/GetWithdrawalHistory.txt`, /withdraw\/history$/, withdrawals, 2),
    entry("C", `${NET_BINANCE}ExchangeData/GetServerTime.txt`, /\/time$/, time, 1),
    entry("C", `${NET_BINANCE}ExchangeData/GetSystemStatus.txt`, /system\/status$/, status, 1),
    entry("C", `${NET_BINANCE}Trading/GetOpenOrders.txt`, /openOrders$/, openOrders, 1, BINANCE_MARKETS),
  ],
  coinbase: [
    entry("A", `${NAUTILUS_COINBASE}products.json`, /market\/products$/, markets, 2),
    entry("A", `${NAUTILUS_COINBASE}product_book.json`, /product_book$/, book("BTC/USD"), 10),
    entry("A", `${NAUTILUS_COINBASE}candles.json`, /candles$/, candles("BTC/USD", "1h", 1_712_196_000_000), 2),
    entry("B", `${NAUTILUS_COINBASE}accounts.json`, /brokerage\/accounts$/, balances, 2),
    entry("B", `${NAUTILUS_COINBASE}orders_list.json`, /historical\/batch$/, openOrders, 2),
    entry("C", `${NET_COINBASE}Account/GetAccounts.txt`, /brokerage\/accounts$/, balances, 1),
    entry("C", `${NET_COINBASE}Account/GetApiKeyInfo.txt`, /key_permissions$/, rights, 1),
    entry("C", `${NET_COINBASE}Account/GetFeeInfo.txt`, /transaction_summary$/, fees, 1),
    entry("C", `${NET_COINBASE}Account/GetFeeInfo2.txt`, /transaction_summary$/, fees, 1),
    entry("C", `${NET_COINBASE}Trading/CancelOrders.txt`, /batch_cancel$/, cancel, 1),
    entry("C", `${NET_COINBASE}Trading/PlaceOrder.txt`, /brokerage\/orders$/, submit, 1),
  ],
};
