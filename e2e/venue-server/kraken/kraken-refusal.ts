// How does Kraken say no?

/** The venue's own code, like `EOrder:Insufficient funds`. */
export class KrakenRefusal extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

export function invalid(argument: string): KrakenRefusal {
  return new KrakenRefusal(`EGeneral:Invalid arguments:${argument}`);
}
