import { expect, test } from "vitest";
import { assetSchema, profileIdSchema } from "#shared/domain/ids.ts";
import { isSameFilter, readViews, withoutView, withView, writeViews } from "./saved-views.ts";

function memoryStorage() {
  const held = new Map<string, string>();
  return {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
  };
}

const CORE = profileIdSchema.parse("core");
const BTC = { asset: assetSchema.parse("BTC") };

test("named filters are remembered for their profile, in the order of their names", () => {
  const storage = memoryStorage();
  expect(readViews(storage, CORE)).toEqual([]);
  const views = withView(withView([], { name: "Fees", filter: { type: "fee" } }), { name: "Bitcoin", filter: BTC });
  writeViews(storage, CORE, views);
  expect(readViews(storage, CORE)).toEqual([
    { name: "Bitcoin", filter: BTC },
    { name: "Fees", filter: { type: "fee" } },
  ]);
  expect(readViews(storage, profileIdSchema.parse("other"))).toEqual([]);
});

test("the same name stands for the newest filter, and can be forgotten", () => {
  const views = withView(withView([], { name: "Mine", filter: BTC }), { name: "Mine", filter: { type: "reward" } });
  expect(views).toEqual([{ name: "Mine", filter: { type: "reward" } }]);
  expect(withoutView(views, "Mine")).toEqual([]);
});

test.each([
  "",
  "{",
  "null",
  '{"name":"x"}',
  '[1,{"name":2,"filter":{}},{"name":"x","filter":{"asset":"not an asset"}}]',
])("%s in the storage counts as nothing", (stored) => {
  expect(readViews({ getItem: () => stored }, CORE)).toEqual([]);
});

test("filters are the same when they ask for the same", () => {
  expect(isSameFilter({}, {})).toBe(true);
  expect(isSameFilter(BTC, { ...BTC })).toBe(true);
  expect(isSameFilter(BTC, {})).toBe(false);
  expect(isSameFilter({ text: "a" }, { text: "b" })).toBe(false);
});
