// Which address may stand in for a venue? Only a literal loopback address, so that a key can never leave this computer with it.
import { EngineError } from "#engine/core/engine-error.ts";

const IPV4 = /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/;
const IPV6 = "[::1]";

/** Scheme, address and port of a loopback server. Throws INPUT_INVALID for everything else, names like `localhost` included. */
export function loopbackOrigin(text: string): string {
  let url: URL;
  try {
    url = new URL(text);
  } catch (error) {
    throw refused(error);
  }
  const { hostname, protocol, username, password } = url;
  if (protocol !== "http:" && protocol !== "https:") throw refused();
  if (username !== "" || password !== "") throw refused();
  if (!isLoopbackHost(hostname)) throw refused();
  return url.origin;
}

export function isLoopbackHost(hostname: string): boolean {
  return IPV4.test(hostname) || hostname === IPV6;
}

function refused(cause?: unknown): EngineError {
  return new EngineError(
    "INPUT_INVALID",
    "A test server's address must be a literal loopback address, like http://127.0.0.1:8080.",
    cause === undefined ? {} : { cause },
  );
}
