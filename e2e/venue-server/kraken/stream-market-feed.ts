// What is one market of one channel on one socket?

export interface MarketFeed {
  /** Called once, right after the reply. */
  snapshot(): readonly object[];
  /** Frames for what changed since the last call of either. */
  changes(): readonly object[];
}
