import { act } from "react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { click, drawn, takeDown, typeInto } from "#renderer/components/testing.tsx";
import { ClientProvider } from "#renderer/hooks/engine-client.tsx";
import { accountsStore } from "#renderer/stores/engine-stores.ts";
import { markFailed, markIdle, markReady } from "#renderer/stores/remote-store.ts";
import { sampleAccount, sampleAccountView } from "#renderer/stores/testing-accounts.ts";
import type { SchwabotClient } from "#shared/contract/contract.ts";
import type { AccountView } from "#shared/contract/views.ts";
import { AccountsPanel } from "./panel.tsx";

function fakeClient() {
  const answer = () => vi.fn(async (_input: unknown): Promise<unknown> => sampleAccountView());
  return {
    accounts: {
      rename: answer(),
      setPaused: answer(),
      recheck: answer(),
      // Not answered unless a test says what: the other tests are over before an answer could come.
      deadManSwitch: vi.fn((_input: unknown): Promise<unknown> => new Promise(() => undefined)),
      allowDeadManSwitch: vi.fn(async (_input: unknown): Promise<unknown> => undefined),
      removalNotice: vi.fn(async () => ({ lost: ["The stored key."], kept: ["The journal."] })),
      remove: vi.fn(async (_input: unknown): Promise<unknown> => ({ removed: true })),
    },
  };
}

let client: ReturnType<typeof fakeClient>;

const REF = { profileId: "core", accountId: "kraken-main" };
const settle = () => act(async () => undefined);
const text = (element: Element) => (element.textContent ?? "").replace(/\s+/g, " ");
const button = (name: string) => {
  // Dialogs lie beside the screen.
  const found = [...document.querySelectorAll("button")].find((element) => text(element) === name);
  if (found === undefined) throw new Error(`No button ${name} in ${text(document.body)}`);
  return found;
};

function show(views: readonly AccountView[]) {
  markReady(accountsStore, views, 1);
  // Only what this screen calls is there; any other call would fail the test.
  return drawn(
    <ClientProvider client={client as unknown as SchwabotClient}>
      <AccountsPanel />
    </ClientProvider>,
  );
}

beforeEach(() => {
  client = fakeClient();
});

afterEach(() => {
  takeDown();
  markIdle(accountsStore);
});

describe("the list", () => {
  test("without an account leads to the wizard", () => {
    const { box, find } = show([]);
    expect(text(box)).toContain("No exchange is connected yet.");
    expect(find("a.primary").getAttribute("href")).toBe("#/connect");
  });

  test("shows each account over all profiles, and the chosen one in full", () => {
    const other = sampleAccountView(
      {
        profileId: "other",
        profileName: "Other",
        state: "failing",
        missingRights: ["Trade"],
        problem: { code: "VENUE_AUTH", message: "Kraken does not accept the key.", next: "Replace it." },
      },
      { ...sampleAccount("second"), name: "Second" },
    );
    const { box } = show([sampleAccountView(), other]);
    expect(text(box)).toContain("Core");
    const row = [...box.querySelectorAll("tr")].find((element) => text(element).includes("Second"));
    expect(text(row ?? box)).toContain("failing");
    click(row ?? box);
    const detail = text(box);
    for (const words of ["Kraken does not accept the key. Replace it.", "Missing: Trade.", "System keychain"]) {
      expect(detail).toContain(words);
    }
  });

  test("keeps the last values when the engine is lost", () => {
    const { box } = show([sampleAccountView()]);
    act(() => markFailed(accountsStore, { code: "CONNECTION_LOST", message: "Lost." }));
    expect(text(box)).toContain("Kraken main");
    expect(box.querySelector(".stale-content")).not.toBeNull();
  });
});

describe("what can be done", () => {
  test("checks again, pauses and resumes", async () => {
    show([sampleAccountView()]);
    click(button("Check again"));
    await settle();
    expect(client.accounts.recheck).toHaveBeenCalledExactlyOnceWith(REF);
    click(button("Pause"));
    await settle();
    expect(client.accounts.setPaused).toHaveBeenLastCalledWith({ ...REF, paused: true });
    act(() =>
      markReady(
        accountsStore,
        [sampleAccountView({ state: "paused" }, sampleAccount("kraken-main", { paused: true }))],
        2,
      ),
    );
    click(button("Resume"));
    await settle();
    expect(client.accounts.setPaused).toHaveBeenLastCalledWith({ ...REF, paused: false });
  });

  test("a failure is said where it was pressed", async () => {
    client.accounts.recheck.mockRejectedValue(
      Object.assign(new Error("Kraken does not answer."), { code: "VENUE_UNREACHABLE", data: {} }),
    );
    const { find } = show([sampleAccountView()]);
    click(button("Check again"));
    await settle();
    expect(text(find("[role=alert]"))).toContain("Kraken does not answer.");
  });

  test("renames", async () => {
    show([sampleAccountView()]);
    click(button("Rename"));
    const field = document.querySelector<HTMLInputElement>("[role=dialog] input");
    if (field === null) throw new Error("No field");
    expect(document.activeElement).toBe(field);
    typeInto(field, "  ");
    expect([...document.querySelectorAll<HTMLButtonElement>("[role=dialog] button")].at(-1)?.disabled).toBe(true);
    typeInto(field, " Savings ");
    click([...document.querySelectorAll<HTMLButtonElement>("[role=dialog] button")].at(-1) ?? field);
    await settle();
    expect(client.accounts.rename).toHaveBeenCalledExactlyOnceWith({ ...REF, name: "Savings" });
    expect(document.querySelector("[role=dialog]")).toBeNull();
  });

  test("removing says first what is lost, starts on the safe button, and removes once", async () => {
    show([sampleAccountView()]);
    click(button("Remove"));
    expect(button("Remove and destroy the key").disabled).toBe(true);
    expect(document.activeElement).toBe(button("Keep the account"));
    await settle();
    const dialog = text(document.querySelector("[role=dialog]") ?? document.body);
    for (const words of ["The stored key.", "The journal.", "Core", "PAPER"]) expect(dialog).toContain(words);
    click(button("Remove and destroy the key"));
    await settle();
    expect(client.accounts.remove).toHaveBeenCalledExactlyOnceWith(REF);
    expect(document.querySelector("[role=dialog]")).toBeNull();
  });

  test("replacing a key opens the wizard for this account", () => {
    const { box } = show([sampleAccountView()]);
    const link = [...box.querySelectorAll("a")].find((element) => text(element) === "Replace key");
    expect(link?.getAttribute("href")).toBe("#/connect/replace/core/kraken-main");
  });
});

describe("the exchange's timer", () => {
  test("says what it cancels, and leave is given and taken by the switch", async () => {
    client.accounts.deadManSwitch.mockResolvedValue({ supported: true, allowed: false, armedUntil: null });
    const { box } = show([sampleAccountView()]);
    await settle();
    expect(text(box)).toContain("cancels every order of the account, also those that you placed elsewhere");
    expect(text(box)).toContain("Off: orders that rest stay");
    client.accounts.deadManSwitch.mockResolvedValue({ supported: true, allowed: true, armedUntil: null });
    const toggle = box.querySelector<HTMLButtonElement>("button[role=switch]");
    if (toggle === null) throw new Error("No switch");
    click(toggle);
    await settle();
    expect(client.accounts.allowDeadManSwitch.mock.calls).toEqual([[{ ...REF, allowed: true }]]);
    expect(text(box)).toContain("On, and not running now");
  });

  test("is not spoken of where the exchange has none", async () => {
    client.accounts.deadManSwitch.mockResolvedValue({ supported: false, allowed: false, armedUntil: null });
    const { box } = show([sampleAccountView()]);
    await settle();
    expect(text(box)).not.toContain("falls silent");
  });
});
