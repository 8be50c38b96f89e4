// How does a database row become a domain word? A row is one of the doors: it is parsed, never trusted.

import type { z } from "zod";
import { EngineError } from "#engine/core/engine-error.ts";

/**
 * Parses JSON text of a row. Throws STORE_DAMAGED naming the row, the field and what was expected. `isSound` may spare the schema
 * what it would surely take as it is.
 */
export function parseRecord<S extends z.ZodType>(
  schema: S,
  text: string,
  place: string,
  isSound?: (value: unknown) => value is z.output<S>,
): z.output<S> {
  const value = parseJson(text, place);
  return isSound?.(value) ? value : parseValue(schema, value, place);
}

function parseJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw damaged(`${place}: expected JSON`, error);
  }
}

function damaged(message: string, cause: unknown): EngineError {
  return new EngineError("STORE_DAMAGED", message, { cause });
}

/** Parses a value put together from columns. */
export function parseValue<S extends z.ZodType>(schema: S, value: unknown, place: string): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue === undefined || issue.path.length === 0 ? "" : `, field ${issue.path.join(".")}`;
  throw damaged(`${place}${field}: ${issue?.message ?? "not of the expected form"}`, parsed.error);
}

/** Whether parsing succeeds. */
export function isSoundRecord(schema: z.ZodType, text: unknown): boolean {
  if (typeof text !== "string") return false;
  try {
    return schema.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}

/** The synchronous face of an async port: what runs inside the storage thread. */
export type Sync<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer A) => Promise<infer R> ? (...args: A) => R : never;
};
