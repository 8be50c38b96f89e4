// How would the table be written without much thought: a state of its own per message, or one per frame?
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { FrameBatch, requestBrowserFrame } from "#renderer/sync/frame-batch.ts";
import type { Quote } from "#shared/domain/quote.ts";
import type { FrameMeter } from "./frame-meter.tsx";

const quotesStore = createStore<{ readonly quotes: ReadonlyMap<string, Quote> }>(() => ({ quotes: new Map() }));

/** One message, one quote, one new state. */
export function followPerMessage(socket: WebSocket, meter: FrameMeter): void {
  socket.addEventListener("message", (event: MessageEvent<string>) => {
    const quote: Quote = JSON.parse(event.data);
    quotesStore.setState(({ quotes }) => ({ quotes: new Map(quotes).set(quote.symbol, quote) }));
    meter.applied(quote.tsInit);
  });
}

/** One message, one quote; one new state per frame. */
export function followPerFrame(socket: WebSocket, meter: FrameMeter): void {
  const batch = new FrameBatch(requestBrowserFrame);
  const latest = new Map<string, Quote>();
  socket.addEventListener("message", (event: MessageEvent<string>) => {
    const quote: Quote = JSON.parse(event.data);
    latest.set(quote.symbol, quote);
    batch.write(quotesStore, () => {
      for (const { tsInit } of latest.values()) meter.applied(tsInit);
      quotesStore.setState(({ quotes }) => ({ quotes: new Map([...quotes, ...latest]) }));
      latest.clear();
    });
  });
}

export function PlainTable() {
  const quotes = useStore(quotesStore, (state) => state.quotes);
  return (
    <table>
      <tbody>
        {[...quotes.values()].map((quote) => (
          <tr key={quote.symbol}>
            <td>{quote.symbol}</td>
            <td>{quote.bid}</td>
            <td>{quote.ask}</td>
            <td>{quote.last}</td>
            <td>{quote.state}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
