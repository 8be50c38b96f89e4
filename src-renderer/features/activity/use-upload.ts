// How does a file reach the engine: in pieces that fit into one message, in order, with its progress?
import { useRef, useState } from "react";
import { useBooks } from "#renderer/hooks/use-books.ts";
import { type ShownError, toShownError } from "#shared/contract/shown-error.ts";

/** Bytes of a piece: the contract takes no more in one message. */
const PIECE = 45_000;
/** Arguments of one call; more would not fit on the stack everywhere. */
const RUN = 8_192;

export interface UploadedFile {
  readonly uploadId: string;
  readonly name: string;
}

export interface Upload {
  /** 0 to 1 while a file is under way, else null. */
  readonly progress: number | null;
  readonly error: ShownError | null;
  readonly file: UploadedFile | null;
  readonly send: (file: File) => Promise<void>;
  /** Stops what is under way and forgets what came. */
  readonly clear: () => void;
}

export function useUpload(): Upload {
  const books = useBooks();
  const [progress, setProgress] = useState<number | null>(null);
  const [error, setError] = useState<ShownError | null>(null);
  const [file, setFile] = useState<UploadedFile | null>(null);
  const round = useRef(0);

  const send = async (chosen: File): Promise<void> => {
    round.current += 1;
    const own = round.current;
    const isCurrent = () => own === round.current;
    setFile(null);
    setError(null);
    setProgress(0);
    try {
      const bytes = new Uint8Array(await chosen.arrayBuffer());
      const { uploadId } = await books.upload.begin({ name: chosen.name, bytes: bytes.length });
      for (let index = 0; index * PIECE < bytes.length && isCurrent(); index += 1) {
        const data = toBase64(bytes.subarray(index * PIECE, (index + 1) * PIECE));
        const { received } = await books.upload.append({ uploadId, index, data });
        if (isCurrent()) setProgress(received / bytes.length);
      }
      if (isCurrent()) setFile({ uploadId, name: chosen.name });
    } catch (failure) {
      if (isCurrent()) setError(toShownError(failure));
    } finally {
      if (isCurrent()) setProgress(null);
    }
  };
  const clear = () => {
    round.current += 1;
    setFile(null);
    setError(null);
    setProgress(null);
  };
  return { progress, error, file, send, clear };
}

function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += RUN) text += String.fromCharCode(...bytes.subarray(at, at + RUN));
  return btoa(text);
}
