// Which files of transactions can be read? One line each.
import { BINANCE_HISTORY } from "./binance-history.ts";
import { BINANCE_TRADES } from "./binance-trades.ts";
import { COINBASE } from "./coinbase.ts";
import type { TransactionFormat } from "./format.ts";
import { KRAKEN_LEDGERS } from "./kraken-ledgers.ts";
import { KRAKEN_TRADES } from "./kraken-trades.ts";
import { OWN_FORMAT } from "./own.ts";

export const TRANSACTION_FORMATS: readonly TransactionFormat[] = [
  OWN_FORMAT,
  BINANCE_HISTORY,
  BINANCE_TRADES,
  COINBASE,
  KRAKEN_LEDGERS,
  KRAKEN_TRADES,
];
