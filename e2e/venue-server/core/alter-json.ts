// How is a frame's JSON changed so that every number that is left alone keeps its text, like `105944.20`?

type Reviver = (this: unknown, key: string, value: unknown, context?: { readonly source?: string }) => unknown;

// The platform has both; the declared type of `JSON` does not yet.
const { parse, rawJSON } = JSON as unknown as {
  readonly parse: (text: string, reviver: Reviver) => unknown;
  readonly rawJSON: (text: string) => unknown;
};

/** `change` sees plain numbers. Numbers stay exact where they stood, and elsewhere where the frame writes that number one way only. */
export function alterJson(text: string, change: (value: unknown) => unknown): string {
  const places = new Map<unknown, Map<string, string>>();
  const texts = new Map<number, string | null>();
  let value: unknown;
  try {
    value = parse(text, function (key, item, context) {
      const source = context?.source;
      if (typeof item !== "number" || source === undefined) return item;
      const own = places.get(this) ?? new Map<string, string>();
      places.set(this, own.set(key, source));
      const known = texts.get(item);
      texts.set(item, known === undefined || known === source ? source : null);
      return item;
    });
  } catch {
    // Another fault broke it first.
    return text;
  }
  return JSON.stringify(change(value), function (this: unknown, key: string, item: unknown) {
    if (typeof item !== "number") return item;
    const stood = places.get(this)?.get(key);
    const source = stood !== undefined && Number(stood) === item ? stood : texts.get(item);
    return source === undefined || source === null ? item : rawJSON(source);
  });
}
