// Which views does Profiles have, and how are they addressed?
import { hashOf } from "#renderer/stores/navigation-store.ts";

export const PROFILE_VIEWS = [
  { value: "each", label: "One by one" },
  { value: "all", label: "All together" },
  { value: "apart", label: "Apart" },
] as const;

export type ProfileView = (typeof PROFILE_VIEWS)[number]["value"];

/** `#/profiles/apart`; anything else is one by one. */
export function profileView(parameters: readonly string[]): ProfileView {
  return PROFILE_VIEWS.find(({ value }) => value === parameters[0])?.value ?? "each";
}

export function openProfileView(view: ProfileView): void {
  location.hash = view === "each" ? hashOf("profiles") : hashOf("profiles", view);
}
