// Where are the files of candles that are played back?

/** A folder of text files. Failures are `EngineError` INPUT_INVALID with the folder or file named. */
export interface CandleFiles {
  /** The folder, as messages should name it. */
  readonly folder: string;
  /** Names of the folder's `.csv` files, sorted. */
  list(): Promise<readonly string[]>;
  /** The whole text of one of them. */
  read(name: string): Promise<string>;
}
