// Which commands are refused while the vault is locked, or a profile halted, with which code, and which go on as ever?
import { createRouterClient } from "@orpc/server";
import { afterEach, expect, it } from "vitest";
import { router } from "#api/router.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import type { Kernel } from "#engine/kernel.ts";
import type { Targets } from "#shared/domain/policy.ts";
import { checkKey, enteredKey } from "#testing/accounts-bench.ts";
import { fakeApi } from "#testing/fake-api-context.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { createApiContext } from "./api-context.ts";
import { connect, machine, startConnected } from "./test-support/connected-kernel.ts";
import { settled } from "./test-support/demo-kernel.ts";
import { allProcedures, VALID_INPUTS } from "./test-support/valid-inputs.ts";

type State = "open" | "locked" | "halted";
type Input = Readonly<Record<string, unknown>>;

/** Asked first, while the profile is as it was made; what comes of it is waited for. */
const FIRST = "/rebalancing/approve";
const SETTLED_MS = 120_000;
/** Asked last: what they leave is no longer what the others are asked of. */
const LAST = ["/live/unlock", "/accounts/remove"];
/**
 * The first makes profiles with days of history, which takes long; none of them has a key, and none is there to be halted. The second puts away
 * the profile that all others are asked of.
 */
const LEFT_OUT = ["/profiles/createDemo", "/profiles/archive"];

/** What is answered otherwise than by a program that is open and trades: locked, and halted. Every other procedure answers the same. */
const OTHERWISE: Readonly<
  Record<Exclude<State, "open">, Readonly<Record<string, readonly [open: string, now: string]>>>
> = {
  locked: {
    // Holdings are read with the key, and no plan is made without them.
    "/rebalancing/preview": ["done", "SECRET_LOCKED"],
    "/rebalancing/approve": ["done", "SECRET_LOCKED"],
    "/portfolio/sync": ["done", "SECRET_LOCKED"],
    "/accounts/connect": ["done", "SECRET_LOCKED"],
    "/accounts/rotate": ["done", "SECRET_LOCKED"],
    "/accounts/recheck": ["done", "SECRET_LOCKED"],
    "/accounts/remove": ["done", "SECRET_LOCKED"],
    // One of its lines is that the key can be read.
    "/live/unlock": ["done", "LIVE_CHECKLIST"],
  },
  halted: { "/rebalancing/approve": ["done", "PROFILE_HALTED"] },
};

const HALTED = { code: "BY_HAND", message: "Halted by hand" };

const kernels: Kernel[] = [];
afterEach(async () => {
  for (const kernel of kernels.splice(0)) await kernel.dispose();
});

async function world(state: State) {
  const parts = machine();
  for (const key of ["key-1", "key-2", "key-3"]) parts.venues.accept(key, { balances: { BTC: "0.5", USD: "25000" } });
  const first = await startConnected(parts);
  const profileId = await connect(first);
  await parts.clock.advance(15_000);
  const targets = { BTC: "0.45", ETH: "0.05", USD: "0.5" } as Targets; // as the schema would brand them
  await first.registry.update(profileId, { targets });
  await first.dispose();
  // Keys that were read are held until the end of a run, so a locked vault is one that was never opened in this run.
  if (state === "locked")
    parts.secrets.failing = new EngineError("SECRET_LOCKED", "The vault is locked: unlock it first");
  const kernel = await startConnected(parts);
  kernels.push(kernel);
  await parts.clock.advance(15_000);
  const context = createApiContext({
    kernel,
    clock: parts.clock,
    logger: silentLogger,
    guard: { scrub: (text) => text },
    info: await fakeApi().context.system.info(),
    desktop: null,
    acknowledgeDamage: async () => undefined,
  });
  return { ...parts, kernel, profileId, client: createRouterClient(router, { context }) };
}

type World = Awaited<ReturnType<typeof world>>;

/** The right input, of what is there. */
async function inputOf({ kernel, clock, profileId }: World, path: string): Promise<Input> {
  const accountId = kernel.registry.runtime(profileId).profile.accounts[0]?.id;
  const valid = { ...VALID_INPUTS[path] };
  if (typeof valid.profileId === "string") valid.profileId = profileId;
  if (typeof valid.accountId === "string") valid.accountId = accountId;
  if (path === "/live/unlock") {
    const { lines } = await settled(clock, kernel.live.checklist(profileId));
    const acceptedOpen = lines.flatMap(({ id, state }) => (state === "open" ? [id] : []));
    return { ...valid, typedName: kernel.registry.profile(profileId).name, acceptedOpen };
  }
  if (path === "/accounts/connect" || path === "/accounts/rotate") {
    const replaces = path === "/accounts/rotate" && accountId !== undefined ? { profileId, accountId } : null;
    const request = enteredKey(path === "/accounts/rotate" ? "key-3" : "key-2", { endpoint: "loopback", replaces });
    // Only the service is asked for: the bench's other parts are not needed for a check.
    const service = { service: kernel.accounts } as Parameters<typeof checkKey>[0];
    return { ...valid, checkId: await settled(clock, checkKey(service, request)) };
  }
  if (path === "/accounts/setPaused") return { ...valid, paused: false };
  if (path === "/rebalancing/preview") return { profileId };
  if (path !== "/rebalancing/approve") return valid;
  const { record, nonce } = await settled(clock, kernel.registry.runtime(profileId).rebalance.preview({}, {}));
  return { ...valid, planHash: record.plan.planHash, nonce };
}

/** "done", or the code of the refusal. Of a stream the first answer counts. */
async function ask(given: World, path: string): Promise<string> {
  const names = path.split("/").slice(1);
  // A router's client has a function at the end of every path of the contract.
  const call = names.reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], given.client) as (
    input: Input,
  ) => Promise<unknown>;
  const run = async () => {
    const answer = await call(await inputOf(given, path));
    const isStream = typeof answer === "object" && answer !== null && Symbol.asyncIterator in answer;
    if (isStream) for await (const _ of answer as AsyncIterable<unknown>) break;
    return "done";
  };
  return await settled(given.clock, run()).catch((error: unknown) =>
    error instanceof Error && "code" in error ? String(error.code) : String(error),
  );
}

async function answers(state: State) {
  const given = await world(state);
  const before = { keys: [...given.disk.bundles.keys()], entries: await entriesOf(given) };
  const placed = [FIRST, ...LAST, ...LEFT_OUT];
  const others = allProcedures().flatMap(({ path }) => (placed.includes(path) ? [] : [path]));
  const found = new Map<string, string>();
  for (const path of [FIRST, ...others, ...LAST]) {
    if (state === "halted") await given.kernel.registry.runtime(given.profileId).risk.halt(HALTED);
    found.set(path, await ask(given, path));
    if (path === FIRST) await given.clock.advance(SETTLED_MS);
  }
  const kinds = (await entriesOf(given)).slice(before.entries.length).map(({ event }) => event.kind);
  return { found, kinds, keys: { before: before.keys, after: [...given.disk.bundles.keys()] }, given };
}

const entriesOf = ({ store }: World) => store.journal.read({ after: 0, limit: 10_000 });

/** What is answered otherwise than in the open world, as the table has it. */
function otherwise(open: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>) {
  const changed = [...now].filter(([path, code]) => open.get(path) !== code);
  return Object.fromEntries(changed.map(([path, code]) => [path, [open.get(path), code]]));
}

it("refuses what needs a key, or would trade, and nothing else", async () => {
  const open = await answers("open");
  expect(open.kinds).toContain("order.planned");
  expect([...open.found].filter(([, code]) => code === "SYSTEM_INTERNAL")).toEqual([]);

  const locked = await answers("locked");
  expect(otherwise(open.found, locked.found)).toEqual(OTHERWISE.locked);
  // Nothing half done: the same accounts and keys as before, no order; and everything was paused and released.
  expect(locked.keys.after).toEqual(locked.keys.before);
  expect(locked.given.kernel.accounts.views.read().map(({ account }) => account.name)).toEqual(["Kraken"]);
  const never = ["account.connected", "account.keyRotated", "account.removed", "plan.approved", "order.planned"];
  expect(locked.kinds.filter((kind) => never.includes(kind))).toEqual([]);
  expect(locked.kinds.filter((kind) => kind === "killSwitch.set")).toHaveLength(2);

  const halted = await answers("halted");
  expect(otherwise(open.found, halted.found)).toEqual(OTHERWISE.halted);
  expect(halted.kinds.filter((kind) => kind === "plan.approved" || kind === "order.planned")).toEqual([]);
  expect(halted.kinds.filter((kind) => kind === "killSwitch.set")).toHaveLength(2);
}, 60_000);
