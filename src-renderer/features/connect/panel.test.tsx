import { act } from "react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { click, drawn, press, takeDown, typeInto } from "#renderer/components/testing.tsx";
import { ClientProvider } from "#renderer/hooks/engine-client.tsx";
import { connectionStore } from "#renderer/stores/connection-store.ts";
import { accountsStore, profilesStore, systemInfoStore } from "#renderer/stores/engine-stores.ts";
import { navigationStore } from "#renderer/stores/navigation-store.ts";
import { markIdle, markReady } from "#renderer/stores/remote-store.ts";
import { sampleAccountView, sampleCheck, sampleVenue } from "#renderer/stores/testing-accounts.ts";
import type { SchwabotClient } from "#shared/contract/contract.ts";
import type { CheckEvent, SecretPlaceStatus } from "#shared/contract/views.ts";
import { ConnectPanel } from "./panel.tsx";

const CANARY = "canary-9f2c";
const PASSED = sampleCheck(["ok", "ok", "ok", "ok", "ok"], {
  result: { kind: "passed", checkId: "check-1", mustConfirmNoTransfer: false, canTrade: true },
});

type CheckInput = Parameters<SchwabotClient["accounts"]["check"]>[0];

/** A check whose lines the test sends one by one. */
function scriptedCheck() {
  const waiting: ((event: IteratorResult<CheckEvent, undefined>) => void)[] = [];
  const queued: IteratorResult<CheckEvent, undefined>[] = [];
  const put = (result: IteratorResult<CheckEvent, undefined>) => {
    const next = waiting.shift();
    if (next === undefined) queued.push(result);
    else next(result);
  };
  return {
    send: (event: CheckEvent) => act(async () => put({ done: false, value: event })),
    end: () => act(async () => put({ done: true, value: undefined })),
    events: {
      [Symbol.asyncIterator]: () => ({
        next: () =>
          new Promise<IteratorResult<CheckEvent, undefined>>((take) => {
            const ready = queued.shift();
            if (ready === undefined) waiting.push(take);
            else take(ready);
          }),
      }),
    },
  };
}

function fakeClient() {
  const script = scriptedCheck();
  const place: SecretPlaceStatus = { place: "keychain", reason: null, state: "open" };
  return {
    script,
    accounts: {
      venues: vi.fn(async () => [
        sampleVenue(),
        sampleVenue({ venue: "kraken", name: "Kraken", environment: ["KRAKEN_API_KEY", "KRAKEN_API_SECRET"] }),
        sampleVenue({ venue: "bitvavo", name: "Bitvavo", known: false, cannot: ["It has no test order."] }),
      ]),
      check: vi.fn(async (_input: CheckInput, _options?: { signal?: AbortSignal }): Promise<unknown> => script.events),
      connect: vi.fn(async (_input: unknown): Promise<unknown> => sampleAccountView()),
      rotate: vi.fn(async (_input: unknown): Promise<unknown> => sampleAccountView()),
    },
    secrets: {
      status: vi.fn(async (): Promise<SecretPlaceStatus> => place),
      unlock: vi.fn(async (_input: unknown): Promise<unknown> => place),
      choosePassphrase: vi.fn(async (_input: unknown): Promise<unknown> => place),
    },
    settings: { update: vi.fn(async (_input: unknown): Promise<unknown> => ({})) },
  };
}

let client: ReturnType<typeof fakeClient>;

const settle = () => act(async () => undefined);
const text = (element: Element) => (element.textContent ?? "").replace(/\s+/g, " ");

async function show() {
  // Only what the wizard calls is there; any other call would fail the test.
  const screen = drawn(
    <ClientProvider client={client as unknown as SchwabotClient}>
      <ConnectPanel />
    </ClientProvider>,
  );
  await settle();
  const button = (name: string) => {
    const found = [...screen.box.querySelectorAll("button")].find((element) => text(element).includes(name));
    if (found === undefined) throw new Error(`No button ${name} in ${text(screen.box)}`);
    return found;
  };
  const field = (label: string): HTMLInputElement | HTMLTextAreaElement => {
    const found = [...screen.box.querySelectorAll("label")].find((element) => text(element).startsWith(label));
    const input = screen.box.querySelector<HTMLInputElement>(`#${CSS.escape(found?.htmlFor ?? "none")}`);
    if (input === null) throw new Error(`No field ${label}`);
    return input;
  };
  return { ...screen, button, field };
}

type Shown = Awaited<ReturnType<typeof show>>;

async function enterKey(screen: Shown): Promise<void> {
  click(screen.button("Coinbase"));
  // Uncontrolled fields: what they hold is nowhere else.
  screen.field("Key name or id").value = `${CANARY}-name`;
  screen.field("Private key").value = `${CANARY}-secret`;
  click(screen.button("Check the key"));
  await settle();
}

beforeEach(() => {
  client = fakeClient();
  connectionStore.setState({ state: "open", detail: null });
  navigationStore.setState({ screen: "connect", parameters: [] });
  markReady(accountsStore, [], 1);
  markReady(profilesStore, [], 1);
});

afterEach(() => {
  takeDown();
  for (const store of [accountsStore, profilesStore, systemInfoStore]) {
    markIdle(store as Parameters<typeof markIdle>[0]);
  }
  location.hash = "";
});

describe("the key", () => {
  test("is erased from the fields when the check starts, and is never drawn", async () => {
    const screen = await show();
    click(screen.button("Coinbase"));
    const held = [screen.field("Key name or id"), screen.field("Private key")];
    for (const field of held) field.value = `${CANARY}-${field.tagName === "TEXTAREA" ? "secret" : "name"}`;
    click(screen.button("Check the key"));
    await settle();
    expect(held.map(({ value }) => value)).toEqual(["", ""]);
    expect(client.accounts.check.mock.calls[0]?.[0]).toEqual({
      venue: "coinbase",
      endpoint: "production",
      key: { kind: "entered", apiKey: `${CANARY}-name`, secret: `${CANARY}-secret`, passphrase: "" },
      replaces: null,
    });
    expect(document.documentElement.outerHTML).not.toContain(CANARY);
    click(screen.button("Stop"));
    expect(screen.field("Key name or id").value).toBe("");
    expect(screen.field("Private key").value).toBe("");
  });

  test("is drawn as dots in every field, with no help from the browser's memory", async () => {
    const screen = await show();
    click(screen.button("Coinbase"));
    expect(screen.field("Key name or id").getAttribute("type")).toBe("password");
    expect(screen.field("Private key").className).toContain("masked");
    expect(screen.field("Private key").getAttribute("autocomplete")).toBe("off");
    expect(document.activeElement).toBe(screen.field("Key name or id"));
  });

  test("leaves the fields when the screen is left before the check", async () => {
    const screen = await show();
    click(screen.button("Coinbase"));
    const field = screen.field("Private key");
    field.value = CANARY;
    takeDown();
    expect(field.value).toBe("");
    expect(client.accounts.check).not.toHaveBeenCalled();
  });

  test("fills both fields from a pasted Coinbase file", async () => {
    const screen = await show();
    click(screen.button("Coinbase"));
    const clipboardData = { getData: () => JSON.stringify({ name: "organizations/x", privateKey: "PEM" }) };
    act(() => {
      const paste = new Event("paste", { bubbles: true, cancelable: true });
      screen.field("Key name or id").dispatchEvent(Object.assign(paste, { clipboardData }));
    });
    expect(screen.field("Key name or id").value).toBe("organizations/x");
    expect(screen.field("Private key").value).toBe("PEM");
  });

  test("names the field that is empty and does not ask the engine", async () => {
    const screen = await show();
    click(screen.button("Coinbase"));
    click(screen.button("Check the key"));
    expect(text(screen.find("[role=alert]"))).toBe("Key name or id is missing.");
    expect(document.activeElement).toBe(screen.field("Key name or id"));
    expect(client.accounts.check).not.toHaveBeenCalled();
  });

  test("comes from the environment by one press, without its value", async () => {
    const screen = await show();
    click(screen.button("Kraken"));
    click(screen.button("Use the key in KRAKEN_API_KEY"));
    await settle();
    expect(client.accounts.check.mock.calls[0]?.[0]).toMatchObject({ venue: "kraken", key: { kind: "environment" } });
    expect(text(screen.box)).toContain("KRAKEN_API_KEY");
  });
});

describe("the checks", () => {
  test("turn green one by one, and lead to an account of a new profile", async () => {
    const screen = await show();
    await enterKey(screen);
    await client.script.send(sampleCheck(["ok", "running"], { permissions: null }));
    const line = (name: string) => screen.find(`li[aria-label^="${name}"]`).getAttribute("aria-label");
    expect(line("Format")).toBe("Format: passed");
    expect(line("Clock")).toBe("Clock: running");
    expect(text(screen.find("[role=status]"))).toBe("Clock: running");
    await client.script.send(PASSED);
    expect(text(screen.box)).toContain("Balances found");
    click(screen.button("Continue"));
    expect(document.activeElement).toBe(screen.find("h1"));
    typeInto(screen.find<HTMLInputElement>("form input"), "My Coinbase");
    click(screen.button("Connect"));
    await settle();
    expect(client.accounts.connect).toHaveBeenCalledExactlyOnceWith({
      checkId: "check-1",
      name: "My Coinbase",
      profileId: null,
      profileName: "Coinbase",
      confirmedNoTransfer: false,
    });
    click(screen.button("Open Overview"));
    expect(client.settings.update).toHaveBeenCalledWith({ activeProfileId: "core" });
    expect(location.hash).toBe("#/overview");
  });

  test("say what is wrong and how to mend it; there is no way on", async () => {
    const screen = await show();
    await enterKey(screen);
    await client.script.send(sampleCheck(["ok", "ok", "failed"], { result: { kind: "failed" } }));
    const said = text(screen.box);
    for (const words of ["What it means.", "It is dangerous.", "Make another key.", "must be off"]) {
      expect(said).toContain(words);
    }
    expect(said).not.toContain("Continue");
    click(screen.button("Try a new key"));
    expect(document.activeElement).toBe(screen.field("Key name or id"));
  });

  test("ask for a confirmation where the venue tells nothing", async () => {
    const screen = await show();
    await enterKey(screen);
    const result = { kind: "passed", checkId: "check-2", mustConfirmNoTransfer: true, canTrade: false };
    await client.script.send(sampleCheck(["ok", "ok", "ok", "ok", "skipped"], { result }));
    expect(text(screen.box)).toContain("This key may not trade.");
    expect(screen.button("Continue").disabled).toBe(true);
    click(screen.find("[role=checkbox]"));
    click(screen.button("Continue"));
    click(screen.button("Connect"));
    await settle();
    expect(client.accounts.connect.mock.calls[0]?.[0]).toMatchObject({
      checkId: "check-2",
      confirmedNoTransfer: true,
    });
  });

  test("say that nothing was stored when the engine is lost on the way", async () => {
    const screen = await show();
    await enterKey(screen);
    await client.script.send(sampleCheck(["ok", "running"], { permissions: null }));
    await client.script.end();
    expect(text(screen.box)).toContain("Nothing was stored and no order was sent.");
    click(screen.button("Enter the key again"));
    expect(screen.field("Private key").value).toBe("");
  });

  test("stop when the person goes back or leaves", async () => {
    const screen = await show();
    await enterKey(screen);
    const signal = client.accounts.check.mock.calls[0]?.[1]?.signal;
    expect(signal?.aborted).toBe(false);
    click(screen.button("Stop"));
    expect(signal?.aborted).toBe(true);
    screen.field("Key name or id").value = "a";
    screen.field("Private key").value = "b";
    click(screen.button("Check the key"));
    await settle();
    takeDown();
    expect(client.accounts.check.mock.calls[1]?.[1]?.signal?.aborted).toBe(true);
    expect(client.accounts.connect).not.toHaveBeenCalled();
  });
});

describe("where the key will live", () => {
  test("a vault without a passphrase asks for one, twice, and blocks storing until it has it", async () => {
    client.secrets.status.mockResolvedValue({
      place: "none",
      reason: "The keychain does not answer.",
      state: "needsPassphrase",
    });
    const screen = await show();
    await enterKey(screen);
    await client.script.send(PASSED);
    click(screen.button("Continue"));
    expect(screen.button("Connect").disabled).toBe(true);
    expect(text(screen.box)).toContain("The keychain does not answer.");
    screen.field("Passphrase").value = "correct horse";
    screen.field("The same again").value = "correct horsE";
    click(screen.button("Make the vault"));
    expect(text(screen.box)).toContain("The two passphrases differ.");
    screen.field("The same again").value = "correct horse";
    client.secrets.status.mockResolvedValue({ place: "vault", reason: null, state: "open" });
    click(screen.button("Make the vault"));
    await settle();
    expect(client.secrets.choosePassphrase).toHaveBeenCalledExactlyOnceWith({ passphrase: "correct horse" });
    expect(screen.button("Connect").disabled).toBe(false);
    expect(document.documentElement.outerHTML).not.toContain("correct horse");
  });

  test("a check that waited too long leads back to the key", async () => {
    client.accounts.connect.mockRejectedValue(
      Object.assign(new Error("The checked key is no longer held."), { code: "VENUE_CHECK_EXPIRED", data: {} }),
    );
    const screen = await show();
    await enterKey(screen);
    await client.script.send(PASSED);
    click(screen.button("Continue"));
    click(screen.button("Connect"));
    await settle();
    click(screen.button("Check the key again"));
    expect(screen.field("Key name or id").value).toBe("");
  });
});

describe("replacing a key", () => {
  test("begins at the key of that account's venue and ends in its place", async () => {
    markReady(accountsStore, [sampleAccountView()], 1);
    navigationStore.setState({ screen: "connect", parameters: ["replace", "core", "kraken-main"] });
    const screen = await show();
    expect(text(screen.find("h1"))).toBe("Replace the key of Kraken main");
    screen.field("Key name or id").value = "a";
    screen.field("Private key").value = "b";
    click(screen.button("Check the key"));
    await settle();
    expect(client.accounts.check.mock.calls[0]?.[0]).toMatchObject({
      venue: "kraken",
      endpoint: "production",
      replaces: { profileId: "core", accountId: "kraken-main" },
    });
    await client.script.send(PASSED);
    click(screen.button("Continue"));
    click(screen.button("Replace the key"));
    await settle();
    expect(client.accounts.rotate).toHaveBeenCalledExactlyOnceWith({
      profileId: "core",
      accountId: "kraken-main",
      checkId: "check-1",
      confirmedNoTransfer: false,
    });
    expect(client.accounts.connect).not.toHaveBeenCalled();
    expect(text(screen.box)).toContain("Kraken main uses the new key.");
  });

  test("says so when the account is gone", async () => {
    navigationStore.setState({ screen: "connect", parameters: ["replace", "core", "gone"] });
    const screen = await show();
    expect(text(screen.box)).toContain("is not there any more");
  });
});

describe("the venue", () => {
  test("going back from the key begins with the choice again", async () => {
    const screen = await show();
    click(screen.button("Kraken"));
    expect(text(screen.find("h1"))).toBe("Connect Kraken");
    click(screen.find("button[aria-label=Back]"));
    expect(text(screen.find("h1"))).toBe("Connect an exchange");
    click(screen.find("button[aria-label=Back]"));
    expect(location.hash).toBe("#/overview");
  });

  test("other exchanges are found by name and say what cannot be done there", async () => {
    const screen = await show();
    expect(text(screen.box)).toContain("It has no test order.");
    typeInto(screen.find<HTMLInputElement>("input[type=search]"), "zzz");
    expect(text(screen.box)).toContain("No exchange is called that.");
    press(screen.find("input[type=search]"), "Escape");
    click(screen.button("Bitvavo"));
    expect(text(screen.box)).toContain("Not possible at Bitvavo");
  });

  test("a choice of servers is offered only where there is one", async () => {
    client.accounts.venues.mockResolvedValue([sampleVenue({ endpoints: ["production", "sandbox"] })]);
    const screen = await show();
    click(screen.button("Coinbase"));
    const options = [...screen.box.querySelectorAll("[role=radio]")].map(text);
    expect(options).toEqual(["Coinbase", "Coinbase sandbox"]);
    click(screen.find("[role=radio]:nth-of-type(2)"));
    screen.field("Key name or id").value = "a";
    screen.field("Private key").value = "b";
    click(screen.button("Check the key"));
    await settle();
    expect(client.accounts.check.mock.calls[0]?.[0]).toMatchObject({ endpoint: "sandbox" });
  });
});
