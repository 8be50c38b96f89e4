// Has a body the same fields and kinds of values as a recorded one? Maps with ids as keys are compared by any one entry.

/** Differences as paths; none when the shapes agree. Only what both bodies can show is compared. */
export function shapeProblems(own: unknown, recorded: unknown, at = ""): readonly string[] {
  if (recorded === null || own === null) return [];
  if (Array.isArray(recorded) || Array.isArray(own)) {
    if (!Array.isArray(recorded) || !Array.isArray(own)) return [`${at}: ${kindOf(own)}, recorded ${kindOf(recorded)}`];
    const isTuple = recorded.length > 1 && new Set(recorded.map(kindOf)).size > 1;
    if (isTuple) return recorded.flatMap((value, index) => shapeProblems(own[index], value, `${at}[${index}]`));
    return own.length === 0 || recorded.length === 0 ? [] : shapeProblems(own[0], recorded[0], `${at}[]`);
  }
  if (isRecord(recorded) && isRecord(own)) return objectProblems(own, recorded, at);
  return kindOf(own) === kindOf(recorded) ? [] : [`${at}: ${kindOf(own)}, recorded ${kindOf(recorded)}`];
}

function objectProblems(
  own: Readonly<Record<string, unknown>>,
  recorded: Readonly<Record<string, unknown>>,
  at: string,
): readonly string[] {
  if (isMap(recorded) || isMap(own)) {
    const [first, other] = [Object.values(own)[0], Object.values(recorded)[0]];
    return first === undefined || other === undefined ? [] : shapeProblems(first, other, `${at}{}`);
  }
  const missing = Object.keys(recorded)
    .filter((key) => !(key in own))
    .map((key) => `${at}.${key}: missing`);
  const more = Object.keys(own)
    .filter((key) => key in recorded)
    .flatMap((key) => shapeProblems(own[key], recorded[key], `${at}.${key}`));
  return [...missing, ...more];
}

/** Keys that are ids, pairs or codes in capitals name entries, not fields. */
function isMap(value: Readonly<Record<string, unknown>>): boolean {
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => /^[A-Z0-9][A-Z0-9.-]{2,}$|^O[A-Z0-9-]+$/.test(key));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value;
}
