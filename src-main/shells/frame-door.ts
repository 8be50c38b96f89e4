// Which frames of a window are let in? Small JSON objects of the one known shape; all else is refused before it is read further.
import { z } from "zod";

export const FRAME_LIMITS = {
  /** In bytes of UTF-8. */
  maxBytes: 65_536,
  maxDepth: 24,
} as const;

const callId = z.string().min(1).max(32);

/** A call: `u` is its path, `b` its input. No headers, no method, no typed extras: the contract is plain JSON over POST. */
const callFrame = z.strictObject({
  i: callId,
  p: z.strictObject({
    u: z.string().regex(/^\/[A-Za-z]{1,40}(\/[A-Za-z]{1,40}){0,3}$/),
    b: z.strictObject({ json: z.unknown(), meta: z.tuple([]).optional() }).optional(),
  }),
});
/** A cancellation of one call. */
const cancelFrame = z.strictObject({ i: callId, t: z.literal(4) });
/** How many frames the window has read so far; what it has not read holds back streams. */
const readFrame = z.strictObject({ a: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER) });

export type Admission =
  | { readonly kind: "call"; readonly id: string; readonly text: string }
  | { readonly kind: "cancel"; readonly id: string; readonly text: string }
  | { readonly kind: "read"; readonly count: number }
  /** `id` is set where the refusal can be answered. */
  | {
      readonly kind: "refused";
      readonly code: "INPUT_INVALID" | "INPUT_TOO_LARGE";
      readonly why: string;
      readonly id: string | null;
    };

export function admitFrame(frame: unknown): Admission {
  if (typeof frame !== "string") return refused("A frame must be text");
  if (frame.length > FRAME_LIMITS.maxBytes || Buffer.byteLength(frame) > FRAME_LIMITS.maxBytes) {
    return {
      kind: "refused",
      code: "INPUT_TOO_LARGE",
      why: `A frame may hold ${FRAME_LIMITS.maxBytes} bytes`,
      id: null,
    };
  }
  const message = parseJson(frame);
  if (message === undefined) return refused("A frame must be JSON");
  const fault = findFault(message);
  if (fault !== null) return refused(fault, readId(message));

  const read = readFrame.safeParse(message);
  if (read.success) return { kind: "read", count: read.data.a };
  const cancel = cancelFrame.safeParse(message);
  if (cancel.success) return { kind: "cancel", id: cancel.data.i, text: JSON.stringify(cancel.data) };
  const call = callFrame.safeParse(message);
  if (!call.success)
    return refused("A frame must be a call, a cancellation or a count of frames read", readId(message));
  const { i, p } = call.data;
  return { kind: "call", id: i, text: JSON.stringify({ i, p: { u: p.u, b: { json: p.b?.json } } }) };
}

function refused(why: string, id: string | null = null): Admission {
  return { kind: "refused", code: "INPUT_INVALID", why, id };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readId(message: unknown): string | null {
  const id = typeof message === "object" && message !== null && "i" in message ? callId.safeParse(message.i) : null;
  return id?.success ? id.data : null;
}

const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** Walks without recursion, so that a deep message cannot exhaust the stack. */
function findFault(message: unknown): string | null {
  let level: unknown[] = [message];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > FRAME_LIMITS.maxDepth) return `A frame may be nested ${FRAME_LIMITS.maxDepth} levels deep`;
    const next: unknown[] = [];
    for (const value of level) {
      // JSON allows 1e400, which is no number here and would be null on the way out.
      if (typeof value === "number" && !Number.isFinite(value)) return "A number of a frame is too large";
      if (typeof value !== "object" || value === null) continue;
      if (!Array.isArray(value) && Object.keys(value).some((key) => FORBIDDEN_KEYS.has(key))) {
        return "A key of a frame may not be __proto__, constructor or prototype";
      }
      for (const child of Object.values(value)) next.push(child);
    }
    level = next;
  }
  return null;
}
