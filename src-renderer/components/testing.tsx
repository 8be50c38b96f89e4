// How do component tests draw and press? react-dom itself with act; no real time, no network.
import { act, type ReactNode } from "react";
import { createRoot, type Root } from "react-dom/client";

// React asks for this flag before it lets act() flush effects.
Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const roots: Root[] = [];

export interface Drawn {
  readonly box: HTMLElement;
  draw(node: ReactNode): void;
  /** The one element that matches; throws when there is none. */
  find<Found extends HTMLElement = HTMLElement>(selector: string): Found;
}

export function drawn(node: ReactNode): Drawn {
  const box = document.createElement("div");
  document.body.append(box);
  const root = createRoot(box);
  roots.push(root);
  act(() => root.render(node));
  return {
    box,
    draw: (next) => act(() => root.render(next)),
    find: <Found extends HTMLElement>(selector: string) => {
      const found = box.querySelector<Found>(selector);
      if (found === null) throw new Error(`Nothing matches ${selector} in ${box.innerHTML}`);
      return found;
    },
  };
}

export function press(target: HTMLElement, key: string, init: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...init });
  act(() => {
    target.dispatchEvent(event);
  });
  return event;
}

export function release(target: HTMLElement, key: string): void {
  act(() => {
    target.dispatchEvent(new KeyboardEvent("keyup", { key, bubbles: true, cancelable: true }));
  });
}

export function pointer(target: HTMLElement, type: string, init: PointerEventInit = {}): void {
  act(() => {
    target.dispatchEvent(new PointerEvent(type, { bubbles: true, cancelable: true, button: 0, pointerId: 1, ...init }));
  });
}

export function click(target: HTMLElement, detail = 1): void {
  act(() => {
    target.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, detail }));
  });
}

/** After each test: `afterEach(takeDown)`. */
export function takeDown(): void {
  act(() => {
    for (const root of roots.splice(0)) root.unmount();
  });
  document.body.replaceChildren();
}

export function focus(target: HTMLElement | undefined): void {
  act(() => target?.focus());
}

/** Types as a person does: React listens to the native setter and the input event. */
export function typeInto(input: HTMLInputElement, text: string): void {
  act(() => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(input, text);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
