// Which profile does this screen speak of?
import { useStore } from "zustand";
import { chooseProfile } from "#renderer/stores/choose-profile.ts";
import { profilesStore, settingsStore } from "#renderer/stores/engine-stores.ts";
import type { ProfileSummary } from "#shared/contract/views.ts";
import { ensure } from "#shared/domain/assert.ts";

/** For screens inside the frame, which draws none of them without a profile. */
export function useActiveProfile(): ProfileSummary {
  const profiles = useStore(profilesStore, (state) => state.value) ?? [];
  const chosen = useStore(settingsStore, (state) => state.value?.activeProfileId ?? null);
  return ensure(chooseProfile(profiles, chosen), "profile on screen");
}
