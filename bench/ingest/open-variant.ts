// Which client takes the frames? By name: the floor, the program, the program without its fast reading, the exchange library.
import { ensure, InvariantError } from "#shared/domain/assert.ts";
import { type ClientOptions, openFloor, openProduct, type StreamClient } from "./stream-client.ts";
import { STREAM_VENUES } from "./stream-venues.ts";

interface VariantOptions extends Omit<ClientOptions, "venue"> {
  readonly venue: string;
}

export async function openVariant(variant: string, { venue: name, ...rest }: VariantOptions): Promise<StreamClient> {
  const venue = ensure(STREAM_VENUES[name], `venue ${name}`);
  switch (variant) {
    case "floor":
      return openFloor({ ...rest, venue });
    case "product":
    case "fallback":
      return openProduct({ ...rest, venue, byScan: variant === "product" });
    case "library": {
      // Loading it costs more than all else here.
      const { openLibrary } = await import("./library-client.ts");
      return openLibrary({ ...rest, name, id: venue.id, symbol: venue.symbol });
    }
    default:
      throw new InvariantError(`There is no variant ${variant}`);
  }
}
