// What is one of a venue's calls, as the library knows it, and what does it use up?

/** Rate cost by bucket name (`rate-budget.ts`). A bucket that the client does not have costs nothing. */
export type Costs = Readonly<Record<string, number>>;

export interface Route {
  /** The library's section and path: `private` + `AddOrder`; a list where sections lie in sections (Coinbase). */
  readonly api: string | readonly string[];
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: string;
  readonly costs: Costs;
  /** Signed with the account's key. */
  readonly signed: boolean;
}

/** A request's parameters: texts and lists of texts go out exactly as they are. Nothing else may hold money. */
export type Params = Readonly<
  Record<string, string | number | boolean | readonly string[] | Readonly<Record<string, unknown>>>
>;
