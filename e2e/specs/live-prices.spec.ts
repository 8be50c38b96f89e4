// Does a person see live prices by the second, and see at once when they can no longer be trusted?
import { expect } from "../fixtures/app.ts";
import { test } from "../fixtures/venues.ts";
import { ConnectModel } from "../page-models/connect-model.ts";
import { FrameModel } from "../page-models/frame-model.ts";
import { MarketsModel } from "../page-models/markets-model.ts";

test("prices come by stream, follow the venue, go grey when it falls silent, and come back", async ({
  app,
  venues,
  keychain,
}) => {
  test.setTimeout(120_000);
  const { kraken } = venues;
  const page = await app.start({ endpoints: venues.endpoints, env: keychain });
  const wizard = new ConnectModel(page);
  await wizard.open();
  await wizard.chooseVenue("Kraken");
  const { apiKey, secret } = kraken.addKey();
  await wizard.enterKey({ "API key": apiKey, "Private key": secret });
  await wizard.finish({ account: "Kraken main", profile: "Watching" });
  await wizard.openOverview.click();
  const frame = new FrameModel(page);
  await expect(frame.total).toContainText(/\d/);

  await frame.open("Markets");
  const markets = new MarketsModel(page);
  kraken.market.setPrice("BTC/USD", "87654.3");
  await expect(markets.consensus).toContainText("87,654.3");
  await expect(markets.venueQuotes.first()).toContainText(/stream/i);
  kraken.market.setPrice("BTC/USD", "87655.4");
  await expect(markets.consensus).toContainText("87,655.4");
  // The book is kept by the stream too: its best prices are those just set.
  await expect(markets.bids.first()).toContainText("87,655.3");

  // The venue is gone, sockets and REST alike: its prices are not shown as if they still held.
  const streams = kraken.streams;
  if (streams === null) throw new Error("Kraken's server has streams");
  const socket = streams.faults.add({ kind: "refuse", status: 503 });
  const rest = kraken.faults.add({ kind: "dropRequest" }, { path: /^\/0\/public/, times: Number.POSITIVE_INFINITY });
  streams.dropAll();
  await expect(frame.feed("Kraken")).toContainText(/down/i, { timeout: 20_000 });
  await expect(markets.consensus).toContainText(/down/i);

  socket.remove();
  rest.remove();
  kraken.market.setPrice("BTC/USD", "87660.1");
  await expect(markets.consensus).toContainText("87,660.1", { timeout: 20_000 });
  await expect(frame.feed("Kraken")).not.toContainText(/down/i);
});
