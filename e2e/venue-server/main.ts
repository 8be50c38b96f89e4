// How are all venue servers started for trying by hand? `node e2e/venue-server/main.ts` prints addresses, keys as a person
// would paste them, and the flags that point the program to them. Ctrl-C ends them.
import { startBinanceServer } from "./binance/start-binance-server.ts";
import { startCoinbaseServer } from "./coinbase/start-coinbase-server.ts";
import { startCoinbaseExchangeServer } from "./coinbaseexchange/start-coinbase-exchange-server.ts";
import type { VenueAccount } from "./core/venue-account.ts";
import { startKrakenServer } from "./kraken/start-kraken-server.ts";

interface Shown {
  readonly venue: string;
  readonly url: string;
  readonly keys: readonly (readonly [name: string, fields: readonly (readonly [label: string, text: string])[]])[];
}

/** Something of everything, so that a plan has something to do. */
function fund(account: VenueAccount, dollar: string): void {
  account.fund(dollar, "25000").fund("BTC", "0.4").fund("ETH", "5").fund("SOL", "60");
}

async function binance(): Promise<Shown> {
  const server = await startBinanceServer();
  fund(server.account, "USDT");
  const keys = (["hmac", "ed25519", "rsa"] as const).map((kind) => {
    const { apiKey, secret } = server.addKey({ kind });
    return [kind, [["API key", apiKey] as const, ["Secret key", secret] as const]] as const;
  });
  const reader = server.addKey({ permissions: ["enableReading"] });
  return {
    venue: server.venue,
    url: server.url,
    keys: [
      ...keys,
      ["read only", [["API key", reader.apiKey] as const, ["Secret key", reader.secret] as const]] as const,
    ],
  };
}

async function kraken(): Promise<Shown> {
  const server = await startKrakenServer();
  fund(server.account, "USD");
  const show = (name: string, key: { readonly apiKey: string; readonly secret: string }) =>
    [name, [["API key", key.apiKey] as const, ["Private key", key.secret] as const]] as const;
  return {
    venue: server.venue,
    url: server.url,
    keys: [
      show("view and trade", server.addKey()),
      show("may withdraw (is refused)", server.addKey({ permissions: ["query-funds", "withdraw-funds"] })),
    ],
  };
}

async function coinbase(): Promise<Shown> {
  const server = await startCoinbaseServer();
  fund(server.account, "USD");
  const keys = (["sec1", "pkcs8", "ed25519"] as const).map((format) => {
    const { apiKey, secret } = server.addKey({ format });
    return [format, [["Key name or id", apiKey] as const, ["Private key", secret] as const]] as const;
  });
  return { venue: server.venue, url: server.url, keys };
}

async function coinbaseExchange(): Promise<Shown> {
  const server = await startCoinbaseExchangeServer();
  fund(server.account, "USD");
  const { apiKey, secret, passphrase } = server.addKey();
  const fields = [["API key", apiKey] as const, ["Secret", secret] as const, ["Passphrase", passphrase] as const];
  return { venue: server.venue, url: server.url, keys: [["view and trade", fields]] };
}

const VENUES = [binance, coinbase, coinbaseExchange, kraken];

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

const shown = await Promise.all(VENUES.map((start) => start()));
for (const { venue, url, keys } of shown) {
  print(`\n${venue} at ${url}`);
  for (const [name, fields] of keys) {
    print(`  ${name}`);
    for (const [label, text] of fields)
      print(text.includes("\n") ? `    ${label}:\n${text.trim()}` : `    ${label}: ${text}`);
  }
}
print(`\n${shown.map(({ venue, url }) => `--venue-endpoint ${venue}=${url}`).join(" ")}\n`);
