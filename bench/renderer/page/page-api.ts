// What do the page and the one who measures it say to each other? Numbers only; the page's address says what to do.

/** Kinds of page; `product` is the program's own way, `rows` its table of entries being scrolled, the others are floors and peers. */
export const TABLE_MODES = ["empty", "naive", "batched", "product", "rows"] as const;
export type TableMode = (typeof TABLE_MODES)[number];

/** What a page of prices tells when it is asked: since it was asked before. */
export interface PageFigures {
  readonly seconds: number;
  readonly frames: number;
  /** From the quote's sending to just after the frame that shows it. */
  readonly latenciesMs: readonly number[];
}

export interface ChartFigures {
  /** From the history at hand to just after the frame that shows it. */
  readonly paintedMs: number;
  /** Frames a second while live candles come. */
  readonly liveFps: number;
}
