// Which assets does the simulated market have, and how does each behave?
// Numbers are rounded from what such assets did in recent years; resources/docs/simulated-market.md says what they mean.

export interface SimulatedAsset {
  readonly asset: string;
  /** Price in USD that the path is pulled back to over months. */
  readonly price: number;
  /** Share of the market factor's move. */
  readonly beta: number;
  /** Own daily volatility (standard deviation of the log price) on an average day. */
  readonly dailyVolatility: number;
  /** Days over which a deviation of the own part decays by a factor e. */
  readonly reversionDays: number;
  /** Jumps of the own part a day. */
  readonly jumpsPerDay: number;
  /** USD traded on an average day at the larger venue. */
  readonly dailyTurnover: number;
  /** Half spread against USD in a calm market, in basis points. */
  readonly halfSpreadBp: number;
}

export const MARKET_FACTOR = { dailyVolatility: 0.021, reversionDays: 250, jumpsPerDay: 0.06 } as const;

const coin = (
  asset: string,
  price: number,
  beta: number,
  dailyVolatility: number,
  dailyTurnover: number,
  halfSpreadBp: number,
): SimulatedAsset => ({
  asset,
  price,
  beta,
  dailyVolatility,
  reversionDays: 120,
  jumpsPerDay: 0.1,
  dailyTurnover,
  halfSpreadBp,
});

export const SIMULATED_ASSETS: readonly SimulatedAsset[] = [
  coin("BTC", 94_000, 1, 0.007, 900e6, 0.5),
  coin("ETH", 3_300, 1.15, 0.013, 450e6, 0.6),
  coin("SOL", 185, 1.35, 0.024, 240e6, 1),
  coin("XRP", 2.2, 1.05, 0.026, 200e6, 1.2),
  coin("ADA", 0.82, 1.2, 0.024, 45e6, 2),
  coin("AVAX", 34, 1.35, 0.025, 30e6, 2.5),
  coin("DOT", 6.8, 1.2, 0.022, 22e6, 3),
  coin("LINK", 19, 1.25, 0.024, 35e6, 2.5),
  coin("LTC", 104, 1, 0.019, 40e6, 2),
  coin("DOGE", 0.31, 1.25, 0.028, 90e6, 1.8),
  {
    asset: "USDC",
    price: 1,
    beta: 0,
    dailyVolatility: 0.000_12,
    reversionDays: 4,
    jumpsPerDay: 0,
    dailyTurnover: 120e6,
    halfSpreadBp: 0.5,
  },
];
