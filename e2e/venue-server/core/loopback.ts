// Does a connection come from this computer? Nobody else may reach a venue server.

const LOOPBACK: ReadonlySet<string | undefined> = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1"]);

export function isLoopback(remoteAddress: string | undefined): boolean {
  return LOOPBACK.has(remoteAddress);
}
