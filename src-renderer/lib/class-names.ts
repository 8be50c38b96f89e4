// How are class names put together when some depend on a condition?

/** Joins what is there: `classNames("btn", primary && "primary")`. */
export function classNames(...names: readonly (string | false | undefined)[]): string {
  return names.filter((name) => typeof name === "string" && name !== "").join(" ");
}
