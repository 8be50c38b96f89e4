// Which subscriptions go on which connection? What is on one stays there; a market's channels stay together.
import type { StreamKey } from "./feed-protocol.ts";

/** One list of keys a connection. The last connections disappear as soon as they are empty. */
export function planLanes(
  present: readonly (readonly StreamKey[])[],
  wanted: readonly StreamKey[],
  keysPerConnection: number,
): readonly (readonly StreamKey[])[] {
  const known = new Map<string, StreamKey>();
  const placed = new Map<string, number>();
  for (const [lane, keys] of present.entries()) {
    for (const key of keys) {
      known.set(nameOf(key), key);
      placed.set(key.symbol, lane);
    }
  }
  const lanes: StreamKey[][] = present.map(() => []);
  const put = (lane: number, key: StreamKey) => {
    while (lanes.length <= lane) lanes.push([]);
    // The same object as before, so that it is not taken for another.
    lanes[lane]?.push(known.get(nameOf(key)) ?? key);
  };
  const groups = new Map<string, StreamKey[]>();
  for (const key of wanted) groups.set(key.symbol, [...(groups.get(key.symbol) ?? []), key]);
  const homeless: StreamKey[][] = [];
  for (const [symbol, keys] of groups) {
    const lane = placed.get(symbol);
    if (lane === undefined || (lanes[lane]?.length ?? 0) + keys.length > keysPerConnection) homeless.push(keys);
    else for (const key of keys) put(lane, key);
  }
  for (const keys of homeless) {
    const room = lanes.findIndex((lane) => lane.length + keys.length <= keysPerConnection);
    const lane = room === -1 ? lanes.length : room;
    for (const key of keys) put(lane, key);
  }
  while (lanes.at(-1)?.length === 0) lanes.pop();
  return lanes;
}

const nameOf = ({ channel, symbol }: StreamKey) => `${channel} ${symbol}`;
