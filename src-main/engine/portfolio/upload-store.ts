// How does a file come in that is larger than one message? In pieces, in order, kept for a while and then forgotten.
import { EngineError } from "#engine/core/engine-error.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { IdGenerator } from "#engine/ports/id-generator.ts";
import { MINUTE_MS } from "#shared/domain/time.ts";

/** The largest file that is taken: some 500,000 rows. */
const MOST_BYTES = 64 * 1024 * 1024;
/** So many files at once; a further one takes the place of the oldest. */
const MOST_FILES = 4;
const FORGOTTEN_AFTER_MS = 15 * MINUTE_MS;

interface Upload {
  readonly name: string;
  readonly bytes: number;
  readonly pieces: Uint8Array[];
  received: number;
  touchedAtMs: number;
}

/** Rejects nothing silently: all methods throw INPUT_INVALID or INPUT_TOO_LARGE with what to do. */
export class UploadStore {
  readonly #uploads = new Map<string, Upload>();
  readonly #clock: Clock;
  readonly #ids: IdGenerator;

  constructor(options: { readonly clock: Clock; readonly ids: IdGenerator }) {
    this.#clock = options.clock;
    this.#ids = options.ids;
  }

  begin(name: string, bytes: number): { readonly uploadId: string } {
    this.#forgetOld();
    if (bytes > MOST_BYTES) {
      throw new EngineError(
        "INPUT_TOO_LARGE",
        `${name} has ${bytes} bytes; a file may have ${MOST_BYTES}. Download a shorter span of time and import one after the other.`,
        { data: { path: "bytes" } },
      );
    }
    const [oldest] = this.#uploads.keys();
    if (this.#uploads.size >= MOST_FILES && oldest !== undefined) this.#uploads.delete(oldest);
    const uploadId = this.#ids.batchId();
    this.#uploads.set(uploadId, { name, bytes, pieces: [], received: 0, touchedAtMs: this.#clock.monotonicMs() });
    return { uploadId };
  }

  /** The same piece again (its answer was lost) changes nothing. */
  append(uploadId: string, index: number, piece: Uint8Array): { readonly received: number } {
    const upload = this.#upload(uploadId);
    if (index === upload.pieces.length - 1) return { received: upload.received };
    if (index !== upload.pieces.length) {
      throw invalid(
        "index",
        `expected piece ${upload.pieces.length} of ${upload.name}, got ${index}: send the file again.`,
      );
    }
    if (upload.received + piece.length > upload.bytes) {
      throw invalid(
        "data",
        `${upload.name} is longer than the ${upload.bytes} bytes that were told: send the file again.`,
      );
    }
    upload.pieces.push(piece);
    upload.received += piece.length;
    upload.touchedAtMs = this.#clock.monotonicMs();
    return { received: upload.received };
  }

  /** The whole file; it stays until it is forgotten, for the import after its preview. */
  file(uploadId: string): { readonly name: string; readonly content: Uint8Array } {
    const upload = this.#upload(uploadId);
    if (upload.received !== upload.bytes) {
      throw invalid(
        "uploadId",
        `only ${upload.received} of ${upload.bytes} bytes of ${upload.name} have come: send the rest.`,
      );
    }
    const content = new Uint8Array(upload.bytes);
    let at = 0;
    for (const piece of upload.pieces) {
      content.set(piece, at);
      at += piece.length;
    }
    upload.touchedAtMs = this.#clock.monotonicMs();
    return { name: upload.name, content };
  }

  forget(uploadId: string): void {
    this.#uploads.delete(uploadId);
  }

  #upload(uploadId: string): Upload {
    this.#forgetOld();
    const upload = this.#uploads.get(uploadId);
    if (upload === undefined) throw invalid("uploadId", "the file is no longer here: choose it again.");
    return upload;
  }

  #forgetOld(): void {
    const now = this.#clock.monotonicMs();
    for (const [id, { touchedAtMs }] of this.#uploads)
      if (now - touchedAtMs > FORGOTTEN_AFTER_MS) this.#uploads.delete(id);
  }
}

function invalid(path: string, message: string): EngineError {
  return new EngineError("INPUT_INVALID", `${path}: ${message}`, { data: { path } });
}
