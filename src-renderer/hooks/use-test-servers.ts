// Which test servers stand in for venues, as the plate of this profile has to say?
import { useStore } from "zustand";
import { describeTestServers, type TestServersOfRun } from "#renderer/stores/describe-test-servers.ts";
import { systemInfoStore } from "#renderer/stores/engine-stores.ts";
import type { Profile } from "#shared/domain/profile.ts";

export function useTestServers(profile: Pick<Profile, "accounts"> | null): TestServersOfRun | null {
  const info = useStore(systemInfoStore, (state) => state.value);
  return info === null ? null : describeTestServers(info.testServers, profile);
}
