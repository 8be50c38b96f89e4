// What does the keychain's process do with a request? It runs the driver; it remembers nothing.
import { randomBytes } from "node:crypto";
import { KeychainError, problemOf } from "./keychain-problem.ts";
import { type KeychainReply, type KeychainRequest, keychainRequestSchema } from "./protocol.ts";

/** What is used of keytar. */
export interface KeychainDriver {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
}

const MAX_DETAIL = 200;

/** Answers one message. Null for one that is no request: there is nobody to answer. */
export async function answerKeychainRequest(
  message: unknown,
  load: () => Promise<KeychainDriver>,
): Promise<KeychainReply | null> {
  const request = keychainRequestSchema.safeParse(message).data;
  if (request === undefined) return null;
  try {
    return { id: request.id, ok: true, value: await run(request, await load()) };
  } catch (error) {
    return refusal(request, error);
  }
}

async function run(request: KeychainRequest, driver: KeychainDriver): Promise<string | null> {
  const { service } = request;
  switch (request.kind) {
    case "probe":
      await proveUsable(driver, service);
      return null;
    case "read": {
      const value = await driver.getPassword(service, request.account);
      // A locked Secret Service answers "nothing there" for what it does not show.
      if (value === null) await proveUsable(driver, service);
      return value;
    }
    case "write":
      await writeAndCompare(driver, service, request.account, request.value);
      return null;
    case "remove":
      if (await driver.deletePassword(service, request.account)) return null;
      await proveUsable(driver, service);
      if ((await driver.getPassword(service, request.account)) !== null) throw new KeychainError("denied");
      return null;
  }
}

/** A canary goes in, comes out and is gone. */
async function proveUsable(driver: KeychainDriver, service: string): Promise<void> {
  // Two programs may probe at once, so each has a canary of its own.
  const account = `canary/${process.pid}`;
  await writeAndCompare(driver, service, account, randomBytes(24).toString("base64"));
  await driver.deletePassword(service, account);
}

async function writeAndCompare(driver: KeychainDriver, service: string, account: string, value: string): Promise<void> {
  await driver.setPassword(service, account, value);
  if ((await driver.getPassword(service, account)) !== value) throw new KeychainError("mismatch");
}

function refusal(request: KeychainRequest, error: unknown): KeychainReply {
  const { id } = request;
  if (error instanceof KeychainError) return { id, ok: false, problem: error.problem, detail: null };
  const text = error instanceof Error ? error.message : String(error);
  const problem = problemOf(text);
  // Whatever the system says, the value does not leave in it; and a known problem has a sentence of its own.
  const quotes = request.kind === "write" && text.includes(request.value);
  return { id, ok: false, problem, detail: problem === "other" && !quotes ? text.slice(0, MAX_DETAIL) : null };
}
