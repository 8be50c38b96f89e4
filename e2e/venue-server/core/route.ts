// Which route of a venue's table does a request name, and what stands in its path?

/** `Call` is what the venue hands to its handlers; `Permission` its own words for a key's rights. */
export interface Route<Call, Permission extends string> {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** `{name}` takes one segment. */
  readonly path: string;
  /** What a call costs of the venue's limit. */
  readonly weight: number | ((call: Call) => number);
  /** `public`: no key; `key`: any valid key; else the right that the key must have. */
  readonly permission: "public" | "key" | Permission;
  /** Answers with the value that is sent as JSON, or a whole reply. */
  readonly handler: (call: Call) => unknown;
}

export type PathParams = Readonly<Record<string, string>>;

export interface FoundRoute<R> {
  readonly route: R;
  readonly params: PathParams;
}

/** The first route of this path and method; `otherMethod` where only the method is wrong. */
export function findRoute<R extends { readonly method: string; readonly path: string }>(
  routes: readonly R[],
  method: string,
  path: string,
): FoundRoute<R> | "otherMethod" | null {
  let seen = false;
  for (const route of routes) {
    const params = matchPath(route.path, path);
    if (params === null) continue;
    if (route.method === method) return { route, params };
    seen = true;
  }
  return seen ? "otherMethod" : null;
}

function matchPath(pattern: string, path: string): PathParams | null {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const text = given[index] ?? "";
    if (part.startsWith("{") && part.endsWith("}")) params[part.slice(1, -1)] = decodeURIComponent(text);
    else if (part !== text) return null;
  }
  return params;
}
