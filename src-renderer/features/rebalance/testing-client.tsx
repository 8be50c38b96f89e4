// How do this folder's tests of single views draw them, with only the calls that they make?
import { act } from "react";
import { type Drawn, drawn } from "#renderer/components/testing.tsx";
import { ClientProvider } from "#renderer/hooks/engine-client.tsx";
import type { SchwabotClient } from "#shared/contract/contract.ts";

/** Any call that is not given fails the test. */
export async function drawWith(client: unknown, node: React.ReactNode): Promise<Drawn> {
  // Only what the view calls is there.
  const screen = drawn(<ClientProvider client={client as SchwabotClient}>{node}</ClientProvider>);
  await act(async () => undefined);
  return screen;
}

export const settle = () => act(async () => undefined);
export const textOf = (element: Element) => (element.textContent ?? "").replace(/\s+/g, " ");

export function buttonIn(box: Element, name: string): HTMLButtonElement {
  const found = [...box.querySelectorAll("button")].find((element) => textOf(element).includes(name));
  if (found === undefined) throw new Error(`No button ${name} in ${textOf(box)}`);
  return found;
}

export function fieldIn<Field extends HTMLElement = HTMLInputElement>(box: Element, label: string): Field {
  const found = [...box.querySelectorAll("label")].find(({ textContent }) => textContent === label)?.control;
  if (found == null) throw new Error(`No field ${label} in ${textOf(box)}`);
  // The caller names what stands behind its own label.
  return found as HTMLElement as Field;
}

/** Chooses in a list, as a person does, and waits for what comes of it. */
export async function chooseIn(box: Element, label: string, value: string): Promise<void> {
  const list = fieldIn<HTMLSelectElement>(box, label);
  await act(async () => {
    list.value = value;
    list.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
