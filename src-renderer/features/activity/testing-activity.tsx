// How do tests of Activity draw a view with a client of their own, and find what is on it?
import { act, type ReactNode } from "react";
import { DEFAULT_PREFERENCES, type Preferences, PreferencesProvider } from "#renderer/components/preferences.tsx";
import { drawn } from "#renderer/components/testing.tsx";
import { ToastHost } from "#renderer/components/toast.tsx";
import { ClientProvider } from "#renderer/hooks/engine-client.tsx";
import { profilesStore } from "#renderer/stores/engine-stores.ts";
import { markReady } from "#renderer/stores/remote-store.ts";
import { sampleSummary } from "#renderer/stores/testing-books.ts";
import { sampleProfileSummary } from "#renderer/stores/testing-prices.ts";
import type { SchwabotClient } from "#shared/contract/contract.ts";

export type FakeBooks = Readonly<Record<string, unknown>>;

export const settle = () => act(async () => undefined);
export const text = (element: Element) => (element.textContent ?? "").replace(/\s+/g, " ");

/** A procedure that is refused, in these words. */
export const refuses = (message: string) => async (): Promise<never> => {
  throw Object.assign(new Error(message), { code: "INPUT_INVALID" });
};

/** Only what the test gives is there beside the summary; any other call would fail it. */
export function showBooks(view: ReactNode, books: FakeBooks, preferences: Partial<Preferences> = {}) {
  return showWith(view, { books: { summary: async () => sampleSummary(), ...books } }, preferences);
}

/** A view with a client of which only that is there. */
export async function showWith(view: ReactNode, client: object, preferences: Partial<Preferences> = {}) {
  markReady(profilesStore, [sampleProfileSummary()], 1);
  const page = drawn(
    <ClientProvider client={client as unknown as SchwabotClient}>
      <PreferencesProvider preferences={{ ...DEFAULT_PREFERENCES, timeZone: "utc", ...preferences }}>
        <ToastHost>{view}</ToastHost>
      </PreferencesProvider>
    </ClientProvider>,
  );
  await settle();
  return page;
}

/** In the whole document: dialogs lie beside the screen. */
export function button(name: string): HTMLButtonElement {
  const found = [...document.querySelectorAll("button")].find((element) => text(element) === name);
  if (found === undefined) throw new Error(`No button ${name} in ${text(document.body)}`);
  return found;
}

export function field(name: string): HTMLInputElement {
  const found = labelled(name).find((element) => element instanceof HTMLInputElement);
  if (found === undefined) throw new Error(`No field ${name}`);
  return found;
}

export function choose(name: string, value: string): void {
  const found = labelled(name).find((element) => element instanceof HTMLSelectElement);
  if (found === undefined) throw new Error(`No list ${name}`);
  act(() => {
    found.value = value;
    found.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

/** A screen and a dialog over it may each have one of that name. */
function labelled(name: string): readonly (HTMLElement | null)[] {
  return [...document.querySelectorAll("label")]
    .filter((label) => text(label) === name)
    .map(({ htmlFor }) => document.getElementById(htmlFor));
}
