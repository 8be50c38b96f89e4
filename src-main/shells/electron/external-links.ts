// Which addresses may be handed to the system's browser? https, to a short list of hosts, of a sane length; nothing else.

/** Venues' own pages and the program's. A host counts with its exact name only, without its subdomains. */
const ALLOWED_HOSTS: ReadonlySet<string> = new Set([
  "www.binance.com",
  "www.coinbase.com",
  "exchange.coinbase.com",
  "www.kraken.com",
  "support.kraken.com",
  "www.tradingview.com",
  "github.com",
]);

const MAX_LENGTH = 2_048;

/** The address as the URL parser writes it, or null where it may not be opened. */
export function toExternalLink(address: string): string | null {
  if (address.length > MAX_LENGTH || !URL.canParse(address)) return null;
  const url = new URL(address);
  const allowed =
    url.protocol === "https:" &&
    url.username === "" &&
    url.password === "" &&
    url.port === "" &&
    ALLOWED_HOSTS.has(url.hostname);
  return allowed ? url.href : null;
}
