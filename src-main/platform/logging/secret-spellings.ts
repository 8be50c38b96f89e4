// In which spellings could a secret stand in a text? As it is, escaped, encoded, inside something encoded, or in pieces of a key file.

/** Shorter values are not looked for: removing them would shred ordinary text. */
export const SHORTEST = 8;
/** A line of a key file that gives something away. */
const SHORTEST_LINE = 16;

export function spellingsOf(secret: string): readonly string[] {
  const spellings = new Set(piecesOf(secret).flatMap(encodingsOf));
  return [...spellings].filter(({ length }) => length >= SHORTEST);
}

/** The value, and of a key file its body in one line and each line. */
function piecesOf(secret: string): readonly string[] {
  // In JSON files and environment variables the lines of a key are often joined by a written "\n".
  const text = secret.replaceAll("\\r", "").replaceAll("\\n", "\n").replaceAll("\r", "");
  const lines = text.split("\n").map((line) => line.trim());
  const body = lines.filter((line) => line !== "" && !line.startsWith("-----"));
  const inPieces = lines.length > 1 ? [body.join(""), ...body.filter(({ length }) => length >= SHORTEST_LINE)] : [];
  return [secret, text, ...inPieces];
}

function encodingsOf(piece: string): readonly string[] {
  const escaped = JSON.stringify(piece).slice(1, -1);
  const percent = encodeURIComponent(piece);
  const form = new URLSearchParams({ s: piece }).toString().slice("s=".length);
  const hex = Buffer.from(piece, "utf8").toString("hex");
  return [
    piece,
    escaped,
    // JSON within JSON.
    JSON.stringify(escaped).slice(1, -1),
    percent,
    percent.replaceAll(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase()),
    form,
    hex,
    hex.toUpperCase(),
    Buffer.from(piece, "utf8").toString("base64"),
    ...[0, 1, 2].flatMap((offset) => base64At(piece, offset)),
  ];
}

/** The characters that only the value decides when it lies `offset` bytes after a multiple of three in something base64. */
function base64At(piece: string, offset: number): readonly string[] {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(piece, "utf8")]);
  const first = Math.ceil((offset * 8) / 6);
  const end = Math.floor((bytes.length * 8) / 6);
  return [bytes.toString("base64").slice(first, end), bytes.toString("base64url").slice(first, end)];
}
