// What do files of transactions look like as venues give them? Rows after the public tests and samples that each one names.

/** rotki `test_data_import` and BittyTax's parser (2024): every operation that comes as rows of one second, and single ones. */
export const BINANCE_HISTORY_FILE = `User_ID,UTC_Time,Account,Operation,Coin,Change,Remark
1,2024-01-01 10:00:00,Spot,Deposit,EUR,1000,
1,2024-01-01 10:05:00,Spot,Buy,BTC,0.02,
1,2024-01-01 10:05:00,Spot,Buy,EUR,-800,
1,2024-01-01 10:05:00,Spot,Fee,BNB,-0.001,
1,2024-01-02 09:00:00,Spot,Transaction Spend,USDT,-50,
1,2024-01-02 09:00:00,Spot,Transaction Buy,ETH,0.01,
1,2024-01-02 09:00:00,Spot,Transaction Buy,ETH,0.015,
1,2024-01-02 09:00:00,Spot,Transaction Fee,ETH,-0.00001,
1,2024-01-02 09:00:00,Spot,Transaction Fee,ETH,-0.000015,
1,2024-01-03 09:00:00,Spot,Transaction Sold,BTC,-0.01,
1,2024-01-03 09:00:00,Spot,Transaction Revenue,USDT,420.5,
1,2024-01-03 09:00:00,Spot,Transaction Fee,USDT,-0.4205,
1,2024-01-04 09:00:00,Spot,Small assets exchange BNB,ADA,-1.5,ADA to BNB
1,2024-01-04 09:00:00,Spot,Small assets exchange BNB,BNB,0.002,ADA to BNB
1,2024-01-04 09:00:00,Spot,Small assets exchange BNB,XRP,-2,XRP to BNB
1,2024-01-04 09:00:00,Spot,Small assets exchange BNB,BNB,0.004,XRP to BNB
1,2024-01-05 09:00:00,Spot,Binance Convert,USDT,-100,
1,2024-01-05 09:00:01,Funding,Binance Convert,SOL,1,
1,2024-01-06 09:00:00,Earn,Simple Earn Flexible Interest,USDT,0.05,
1,2024-01-06 09:00:00,Spot,Simple Earn Flexible Subscription,USDT,-10,
1,2024-01-07 09:00:00,Spot,ETH 2.0 Staking Rewards,BETH,0.00000599,
1,2024-01-07 09:10:00,Spot,Commission History,BNB,0.0001,
1,2024-01-07 09:20:00,Spot,Airdrop Assets,LUNC,100,
1,2024-01-08 09:00:00,Spot,Transfer Between Main and Funding Wallet,USDT,-5,
1,2024-01-08 09:00:00,Funding,Transfer Between Main and Funding Wallet,USDT,5,
1,2024-01-09 09:00:00,Spot,Transfer Between Spot Account and UM Futures Account,USDT,-43.9,
1,2024-01-09 09:00:00,USD-M Futures,Transfer Between Spot Account and UM Futures Account,USDT,43.9,
1,2024-01-09 10:00:00,USD-M Futures,Realized Profit and Loss,USDT,-3,
1,2024-01-10 09:00:00,Spot,Withdraw,BTC,-0.005,Withdraw fee is included
1,2024-01-11 09:00:00,Spot,Some New Thing,BTC,-0.0001,
`;

/** BittyTax's parser (2024) and samples in public tests up to 2026. */
export const BINANCE_TRADES_FILE = `Date(UTC),Pair,Side,Price,Executed,Amount,Fee
2021-06-05 16:36:56,DOGEEUR,BUY,0.31031,500DOGE,155.15500000EUR,0.5DOGE
2022-03-28 13:01:36,SOLBUSD,SELL,110.03,0.1800000000SOL,19.8054BUSD,0.0198054BUSD
2023-09-20 18:20:55,1INCHUSDT,SELL,0.25,1001INCH,25USDT,0.00003593BNB
2023-09-21 18:20:55,BTCUSDT,BUY,26000,"1,000BTC","26,000,000USDT",0BNB
`;

/** Samples in public tests up to 2026 (`CB_NEW`, `COINBASE`); the first three lines stand above the header. */
export const COINBASE_FILE = `
Transactions
User,someone,00000000-0000-0000-0000-000000000000
ID,Timestamp,Transaction Type,Asset,Quantity Transacted,Price Currency,Price at Transaction,Subtotal,Total (inclusive of fees and/or spread),Fees and/or Spread,Notes,Sender Address,Recipient Address
a0,2025-01-04 09:00:00 UTC,Deposit,USD,2000,USD,$1.00,"$2,000.00","$2,000.00",$0.00,,,
a1,2025-01-05 14:22:10 UTC,Buy,BTC,0.01,USD,"$40,000.00",$400.00,$405.99,$5.99,Bought 0.01 BTC for $405.99 USD,,
a2,2025-01-18 14:53:48 UTC,Advanced Trade Buy,BTC,0.00424956,USD,$103882.31,$441.45411,$446.75156,$5.2974493114032,Bought 0.00424956 BTC for 446.7515585950032 USDC on BTC-USDC at 103882.31 USDC/BTC,,
a3,2025-02-05 10:00:00 UTC,Advanced Trade Sell,BTC,-0.002,EUR,"€95,000.00",€190.00,€189.24,€0.76,,,
a4,2025-03-01 10:00:00 UTC,Convert,ETH,-0.5,USD,"$2,000.00","$1,000.00","$1,000.00",$0.00,"Converted 0.5 ETH to 1,000 USDC",,
a5,2025-03-01 10:00:00 UTC,Convert,USDC,1000,USD,$1.00,"$1,000.00","$1,000.00",$0.00,"Converted 0.5 ETH to 1,000 USDC",,
a6,2025-04-01 09:00:00 UTC,Staking Income,ETH,0.002,USD,"$3,000.00",$6.00,$6.00,$0.00,,,
a7,2025-05-01 12:00:00 UTC,Send,BTC,-0.001,CAD,CA$85000,-CA$85.00,-CA$85.00,CA$0,Sent 0.001 BTC,,bc1q
a8,2025-05-02 12:00:00 UTC,Receive,CGLD,1,USD,$0.50,$0.50,$0.50,$0.00,,,
a9,2025-05-03 12:00:00 UTC,Retail Staking Transfer,SOL,0.124,EUR,€133.07,€16.50,€16.50,€0.00,,,
b0,2025-05-04 12:00:00 UTC,Exchange Deposit,ETH,-0.1,USD,"$2,000.00",$200.00,$200.00,$0.00,,,
b1,2025-05-05 12:00:00 UTC,Subscription,USD,-29.99,USD,$1.00,$29.99,$29.99,$0.00,,,
`;

/** BittyTax's parser (2024) and public samples: the header before 2024, and the oldest. */
export const OLD_COINBASE_FILE = `You can use this transaction report to inform your likely tax obligations.

Timestamp,Transaction Type,Asset,Quantity Transacted,Spot Price Currency,Spot Price at Transaction,Subtotal,Total (inclusive of fees and/or spread),Fees and/or Spread,Notes
2019-09-25T14:37:00Z,Convert,BTC,0.05413984,USD,194436.11,10415.01,10526.74,111.73,Converted 0.05413984 BTC to 451.212148 USDC
2022-01-01T12:00:00Z,Buy,SOL,2,USD,170.00,340.00,345.00,5.00,Bought 2 SOL for $345.00 USD
`;
export const OLDEST_COINBASE_FILE = `Timestamp,Transaction Type,Asset,Quantity Transacted,Spot Price Currency,Spot Price at Transaction,Subtotal,Total (inclusive of fees),Fees,Notes
2017-12-22T08:28:33Z,Buy,BTC,0.01748102,CZK,283252.24,4951.54,5149.00,197.46,"Bought 0.01748102 BTC for Kč5,149.00 CZK"
`;

/** BittyTax's parser (2024), a public test of LedgerProcessor (2022), and rows of 2025 and 2026. */
export const KRAKEN_LEDGERS_FILE = `"txid","refid","time","type","subtype","aclass","asset","wallet","amount","fee","balance"
"","QCCA6ZN-5V5YRZ-GFXN7W","2020-12-31 06:14:02","deposit","","currency","ZEUR","spot / main",1000.0000,0.0000,""
"LYOM2B-J6VD2-YRYBOA","QCCA6ZN-5V5YRZ-GFXN7W","2020-12-31 06:14:54","deposit","","currency","ZEUR","spot / main",1000.0000,0.0000,1000.0000
"LFTGXD-RWVPJ-J645GJ","TA4RTP-4TUW5-G5DGTA","2024-03-19 19:43:31","trade","tradespot","currency","ZEUR","spot / main",-100.0000,0.1800,899.8200
"LS4N2A-5DK5R-DRB7ZL","TA4RTP-4TUW5-G5DGTA","2024-03-19 19:43:31","trade","tradespot","currency","XXBT","spot / main",0.0020000000,0,0.0020000000
"LWXHDF-AAAAA-AAAAAA","TBK6HW-AAAAA-AAAAAA","2024-03-20 10:00:00","trade","tradespot","currency","XXBT","spot / main",-0.0010000000,0,0.0010000000
"LWXHDF-BBBBB-BBBBBB","TBK6HW-AAAAA-AAAAAA","2024-03-20 10:00:00","trade","tradespot","currency","ZUSD","spot / main",65.0000,0.1690,64.8310
"L1","TSPEND-AAAAA-AAAAAA","2024-04-01 10:00:00","spend","","currency","EUR","spot / main",-50.0000,0.7500,849.0700
"L2","TSPEND-AAAAA-AAAAAA","2024-04-01 10:00:00","receive","","currency","ETH","spot / main",0.0250000000,0,0.0250000000
"L3","R3","2024-04-02 10:00:00","transfer","spottostaking","currency","DOT","spot / main",-5.0,0,0.0
"L4","R4","2024-04-02 10:05:00","transfer","stakingfromspot","currency","DOT28.S","earn / bonded",5.0,0,5.0
"L5","R5","2024-04-09 00:00:00","staking","","currency","DOT28.S","earn / bonded",0.0125,0,5.0125
"L6","R6","2025-07-04 15:35:39","earn","autoallocation","currency","XBT.F","earn / liquid",0.0003,0,0.0003
"L7","R7","2025-08-24 17:03:57","earn","reward","currency","BTC","earn / liquid",0.0000294667,0.0000058933,0.0003235734
"L8","R8","2025-08-25 10:00:00","withdrawal","","currency","XXBT","spot / main",-0.0005000000,0.0000100000,0.0004900000
"L9","R9","2025-08-26 10:00:00","transfer","","currency","FLR","spot / main",12.5,0,12.5
"L10","R10","2025-08-27 10:00:00","rollover","","currency","ZUSD","spot / main",0.0000,0.0200,64.8110
"L11","TDUST-AAAAA-AAAAAA","2025-09-01 22:00:00","spend","dustsweeping","currency","XTZ","spot / main",-0.00004,0,0
"L12","TDUST-AAAAA-AAAAAA","2025-09-01 22:00:00","spend","dustsweeping","currency","NEAR","spot / main",-0.0000024,0,0
"L13","TDUST-AAAAA-AAAAAA","2025-09-01 22:00:00","receive","dustsweeping","currency","EUR","spot / main",0.0003,0,848.3203
`;

/** Public tests up to 2026. */
export const KRAKEN_TRADES_FILE = `"txid","ordertxid","pair","aclass","subclass","time","type","ordertype","price","cost","fee","vol","margin","misc","ledgers"
"TA4RTP-4TUW5-G5DGTA","OA","XXBTZEUR","forex","crypto","2024-03-19 19:43:31.1234","buy","limit",50000.0,100.0,0.18,0.002,0.0,"","LFTGXD-RWVPJ-J645GJ,LS4N2A-5DK5R-DRB7ZL"
"TBK6HW-AAAAA-AAAAAA","OB","XBT/USD","forex","crypto","2024-03-20 10:00:00.0000","sell","limit",65000.0,65.0,0.169,0.001,0.0,"","LWXHDF-AAAAA-AAAAAA,LWXHDF-BBBBB-BBBBBB"
"TMARGIN","OC","ETHUSDT","forex","crypto","2024-03-21 10:00:00.5","sell","limit",3000.0,3000.0,5.0,1.0,600.0,"initiated",""
`;

export const ALL_TRANSACTION_FILES: readonly string[] = [
  BINANCE_HISTORY_FILE,
  BINANCE_TRADES_FILE,
  COINBASE_FILE,
  OLD_COINBASE_FILE,
  OLDEST_COINBASE_FILE,
  KRAKEN_LEDGERS_FILE,
  KRAKEN_TRADES_FILE,
];
