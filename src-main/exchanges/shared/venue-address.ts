// Where may a request go? To the venue's own hosts over TLS, or to the loopback server that stands in for it, and nowhere else.
import { InvariantError } from "#shared/domain/assert.ts";
import { isLoopbackHost } from "./loopback-address.ts";

/** For each URL that the library built, the one that is called. Throws for a place that is neither. */
export function venueAddress(hosts: readonly string[], loopbackOrigin: string | null): (url: string) => string {
  return (text) => {
    const url = new URL(text);
    if (loopbackOrigin !== null) {
      const moved = new URL(`${url.pathname}${url.search}`, loopbackOrigin);
      if (!isLoopbackHost(moved.hostname)) throw new InvariantError("A test server that is not on this computer");
      return moved.href;
    }
    if (url.protocol !== "https:" || !hosts.includes(url.host))
      throw new InvariantError("A host that is not the venue's");
    return text;
  };
}
