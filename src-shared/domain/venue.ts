// What is known of a trading place before any call is made?
import type { VenueId } from "./ids.ts";

/** How real a venue's market is; shown wherever its prices or fills are shown. */
export type VenueNature = "simulated" | "replay" | "real";

/** One thing that a venue hands out with a key and that a person has to enter. */
export interface CredentialField {
  readonly id: "apiKey" | "secret" | "passphrase";
  /** The venue's own word for it. */
  readonly label: string;
  readonly hint: string;
  /** Several lines: a private key in PEM. */
  readonly multiline: boolean;
}

/** What a person needs to know to connect it. */
export interface ConnectFacts {
  readonly fields: readonly CredentialField[];
  /** Whether the venue runs a real sandbox for spot orders. */
  readonly sandbox: boolean;
  /** Whether the venue tells what a key may do. */
  readonly tellsPermissions: boolean;
  /** Where keys are made, for the person's browser. */
  readonly keyPage: string;
  /** How to make a fitting key, step by step. */
  readonly steps: readonly string[];
}

interface VenueFacts {
  readonly name: string;
  readonly nature: VenueNature;
  readonly connect?: ConnectFacts;
}

const FACTS: ReadonlyMap<string, VenueFacts> = new Map<string, VenueFacts>([
  ["sim-alpha", { name: "Sim Alpha", nature: "simulated" }],
  ["sim-beta", { name: "Sim Beta", nature: "simulated" }],
  ["replay", { name: "Replay", nature: "replay" }],
  [
    "binance",
    {
      name: "Binance",
      nature: "real",
      connect: {
        fields: [
          { id: "apiKey", label: "API key", hint: "64 letters and digits", multiline: false },
          { id: "secret", label: "Secret key", hint: "HMAC secret, or an Ed25519 or RSA private key", multiline: true },
        ],
        sandbox: true,
        tellsPermissions: true,
        keyPage: "https://www.binance.com/en/my/settings/api-management",
        steps: [
          "Open API management and create a key.",
          'Tick "Enable Reading" and "Enable Spot & Margin Trading". Leave withdrawals and transfers off.',
          "Restrict it to this computer's address if you have a fixed one.",
        ],
      },
    },
  ],
  [
    "coinbase",
    {
      name: "Coinbase",
      nature: "real",
      connect: {
        fields: [
          {
            id: "apiKey",
            label: "Key name or id",
            hint: "organizations/…/apiKeys/…, or the key's id",
            multiline: false,
          },
          { id: "secret", label: "Private key", hint: "EC private key in PEM, or an Ed25519 key", multiline: true },
        ],
        sandbox: false,
        tellsPermissions: true,
        keyPage: "https://portal.cdp.coinbase.com/access/api",
        steps: [
          "Open the Developer Platform's API keys and create a secret API key for one portfolio.",
          'Tick "View" and "Trade". Leave "Transfer" off.',
          "Download the key file and drop it here.",
        ],
      },
    },
  ],
  [
    "coinbaseexchange",
    {
      name: "Coinbase Exchange",
      nature: "real",
      connect: {
        fields: [
          { id: "apiKey", label: "API key", hint: "32 hexadecimal digits", multiline: false },
          { id: "secret", label: "Secret", hint: "base64, ends in =", multiline: false },
          { id: "passphrase", label: "Passphrase", hint: "chosen when the key was made", multiline: false },
        ],
        sandbox: true,
        tellsPermissions: false,
        keyPage: "https://exchange.coinbase.com/apikeys",
        steps: [
          "Open API and create a key for one portfolio.",
          'Tick "View" and "Trade". Leave "Transfer" off: Coinbase Exchange does not tell us, so you confirm it here.',
          "Keep the passphrase: it is shown once.",
        ],
      },
    },
  ],
  [
    "kraken",
    {
      name: "Kraken",
      nature: "real",
      connect: {
        fields: [
          { id: "apiKey", label: "API key", hint: "56 letters, digits and signs", multiline: false },
          { id: "secret", label: "Private key", hint: "base64, ends in ==", multiline: false },
        ],
        sandbox: false,
        tellsPermissions: true,
        keyPage: "https://www.kraken.com/u/security/api",
        steps: [
          "Open Security, API and create a key.",
          'Tick "Query funds", "Query open orders & trades", "Query closed orders & trades", "Query ledger entries", "Create & modify orders", "Cancel/close orders" and "Access WebSockets API".',
          'Leave "Withdraw funds" and "Deposit funds" off.',
        ],
      },
    },
  ],
]);

/** Name for people; the id itself where we know no better one. */
export function venueName(venue: VenueId): string {
  return FACTS.get(venue)?.name ?? venue;
}

export function venueNature(venue: VenueId): VenueNature {
  return FACTS.get(venue)?.nature ?? "real";
}

const GENERIC: ConnectFacts = {
  fields: [
    { id: "apiKey", label: "API key", hint: "as the exchange shows it", multiline: false },
    { id: "secret", label: "Secret", hint: "as the exchange shows it", multiline: true },
    { id: "passphrase", label: "Passphrase", hint: "only where the exchange has one", multiline: false },
  ],
  sandbox: false,
  tellsPermissions: false,
  keyPage: "",
  steps: ["Create a key that may view and trade, and may not withdraw or transfer."],
};

/** How it is connected; null for a place without keys. */
export function connectFacts(venue: VenueId): ConnectFacts | null {
  const facts = FACTS.get(venue);
  return facts === undefined ? GENERIC : (facts.connect ?? null);
}
