// Which subscriptions stand on one socket? Asked for, acknowledged, refused or without an answer, each by market.
import { type DurationMs, SECOND_MS } from "#shared/domain/time.ts";
import type { OutMessage, StreamKey } from "./feed-protocol.ts";
import type { ErrorEvent, StreamChannel, SubscribedEvent } from "./stream-event.ts";

const ANSWER_MS: DurationMs = 10 * SECOND_MS;
const TRIES = 2;

interface Entry {
  readonly key: StreamKey;
  state: "queued" | "sent" | "standing" | "refused";
  message: OutMessage;
  sentMs: number;
  standingMs: number;
  tries: number;
}

export interface Refusal {
  readonly key: StreamKey;
  readonly reason: string;
}

export interface LedgerOptions {
  /** The venue's messages for these keys. */
  readonly messages: (keys: readonly StreamKey[]) => readonly OutMessage[];
  readonly send: (text: string, onSent: () => void) => void;
  readonly channelOf: (word: string) => StreamChannel | null;
}

const nameOf = ({ channel, symbol }: StreamKey) => `${channel} ${symbol}`;

export class SubscriptionLedger {
  readonly #options: LedgerOptions;
  readonly #entries = new Map<string, Entry>();

  constructor(options: LedgerOptions) {
    this.#options = options;
  }

  /** Asks for these; what stands already is asked for again only when it was forgotten first. */
  request(keys: readonly StreamKey[], nowMs: () => number): void {
    const fresh = keys.filter((key) => !this.#entries.has(nameOf(key)));
    this.#send(fresh, nowMs, 1);
  }

  forget(keys: readonly StreamKey[]): void {
    for (const key of keys) this.#entries.delete(nameOf(key));
  }

  /** Whether it stands, and since when; null while it does not. */
  standingSince(key: StreamKey): number | null {
    const entry = this.#entries.get(nameOf(key));
    return entry?.state === "standing" ? entry.standingMs : null;
  }

  /** Whether nothing waits for an answer. */
  get isSettled(): boolean {
    for (const { state } of this.#entries.values()) if (state === "queued" || state === "sent") return false;
    return true;
  }

  /** An acknowledgement, or data of the market, which is one too. */
  acknowledge({ channel, symbol, requestId }: Omit<SubscribedEvent, "type">, nowMs: number): void {
    const meant = channel === null ? null : this.#options.channelOf(channel);
    // A channel that we do not subscribe says nothing about those that we do.
    if (channel !== null && meant === null) return;
    for (const entry of this.#entries.values()) {
      if (entry.state === "standing") continue;
      if (requestId !== null && entry.message.requestId !== requestId) continue;
      if (symbol !== null && entry.key.symbol !== symbol) continue;
      if (meant !== null && entry.key.channel !== meant) continue;
      // Without any name the acknowledgement says nothing about any market.
      if (requestId === null && symbol === null) continue;
      entry.state = "standing";
      entry.standingMs = nowMs;
    }
  }

  /**
   * A refusal. One that names no market and is about several is narrowed down: the keys are asked for in two halves. Returns those
   * that are refused for good.
   */
  refuse({ symbol, requestId, message }: ErrorEvent, nowMs: () => number): readonly Refusal[] {
    const waiting = [...this.#entries.values()].filter(({ state }) => state === "sent");
    const meant = waiting.filter(
      (entry) =>
        (requestId === null || entry.message.requestId === requestId) &&
        (symbol === null || entry.key.symbol === symbol),
    );
    const refused: Refusal[] = [];
    const messages = new Map<OutMessage, Entry[]>();
    for (const entry of meant) messages.set(entry.message, [...(messages.get(entry.message) ?? []), entry]);
    for (const entries of messages.values()) {
      const [only] = entries;
      if (only === undefined) continue;
      if (symbol !== null || entries.length === 1) {
        for (const entry of entries) {
          entry.state = "refused";
          refused.push({ key: entry.key, reason: message });
        }
        // A venue that refuses a whole message for one market has not taken the others.
        if (symbol !== null)
          this.#again(
            waiting.filter((other) => other.message === only.message && other.state === "sent"),
            nowMs,
          );
        continue;
      }
      const half = entries.length >> 1;
      this.#again(entries.slice(0, half), nowMs);
      this.#again(entries.slice(half), nowMs);
    }
    return refused;
  }

  /** Keys without an answer for too long: asked for once more, then given up. */
  overdue(nowMs: () => number): { readonly again: number; readonly refused: readonly Refusal[] } {
    const late = [...this.#entries.values()].filter(
      ({ state, sentMs }) => state === "sent" && nowMs() - sentMs >= ANSWER_MS,
    );
    const tired = late.filter(({ tries }) => tries >= TRIES);
    for (const entry of tired) entry.state = "refused";
    const again = late.filter(({ tries }) => tries < TRIES);
    for (const entry of again) entry.tries += 1;
    this.#again(again, nowMs);
    const reason = "The venue did not answer the subscription.";
    return { again: again.length, refused: tired.map(({ key }) => ({ key, reason })) };
  }

  #again(entries: readonly Entry[], nowMs: () => number): void {
    const keys = entries.map(({ key }) => key);
    const tries = Math.max(1, ...entries.map((entry) => entry.tries));
    this.forget(keys);
    this.#send(keys, nowMs, tries);
  }

  #send(keys: readonly StreamKey[], nowMs: () => number, tries: number): void {
    if (keys.length === 0) return;
    const messages = this.#options.messages(keys);
    for (const message of messages) {
      for (const key of message.keys) {
        const entry: Entry = { key, state: "queued", message, sentMs: nowMs(), standingMs: 0, tries };
        this.#entries.set(nameOf(key), entry);
      }
    }
    for (const message of messages) this.#options.send(message.text, () => this.#noteSent(message, nowMs()));
  }

  #noteSent(message: OutMessage, nowMs: number): void {
    for (const key of message.keys) {
      const entry = this.#entries.get(nameOf(key));
      if (entry === undefined || entry.message !== message || entry.state !== "queued") continue;
      entry.state = "sent";
      entry.sentMs = nowMs;
    }
  }
}
