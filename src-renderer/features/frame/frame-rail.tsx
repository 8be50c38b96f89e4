// What does the rail show of this engine: profiles, screens with what waits there, health?
import { useStore } from "zustand";
import { Doubted } from "#renderer/components/doubted.tsx";
import { Money } from "#renderer/components/money.tsx";
import { ProfileSwitcher } from "#renderer/components/profile-switcher.tsx";
import { Rail, type RailHealth } from "#renderer/components/rail.tsx";
import { useToast } from "#renderer/components/toast.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useEngineSilence } from "#renderer/hooks/use-engine-silence.ts";
import { doubtOfProfile } from "#renderer/lib/price-doubt.ts";
import { describeTestServers } from "#renderer/stores/describe-test-servers.ts";
import { healthStore, systemInfoStore } from "#renderer/stores/engine-stores.ts";
import { hashOf } from "#renderer/stores/navigation-store.ts";
import { toShownError } from "#shared/contract/shown-error.ts";
import type { ProfileSummary, SystemInfo } from "#shared/contract/views.ts";
import type { FramePanel } from "./frame-panel.ts";

export interface FrameRailProps {
  readonly panels: readonly FramePanel[];
  readonly activeId: string;
  readonly profiles: readonly ProfileSummary[];
  readonly active: ProfileSummary;
}

const NO_SERVERS: SystemInfo["testServers"] = [];

export function FrameRail({ panels, activeId, profiles, active }: FrameRailProps) {
  const client = useClient();
  const toast = useToast();
  const health = useRailHealth();
  const servers = useStore(systemInfoStore, (state) => state.value?.testServers ?? NO_SERVERS);
  const waiting: Readonly<Record<string, number>> = {
    rebalance: active.openPlan === null ? active.openSuggestions : 1,
    signals: active.openSignals,
  };
  const switchTo = (id: string) => {
    const profile = profiles.find((summary) => summary.profile.id === id);
    if (profile === undefined) return;
    client.settings
      .update({ activeProfileId: profile.profile.id })
      .catch((error: unknown) =>
        toast({ tone: "error", title: "The profile was not switched", detail: toShownError(error).message }),
      );
  };
  return (
    <Rail
      activeId={activeId}
      entries={panels
        .filter(({ under }) => under === undefined)
        .map(({ id, label, icon, startsGroup }) => ({
          id,
          label,
          icon,
          href: hashOf(id),
          count: waiting[id] ?? 0,
          startsGroup: startsGroup ?? false,
        }))}
      onNavigate={(id) => {
        location.hash = hashOf(id);
      }}
      switcher={
        <ProfileSwitcher
          activeId={active.profile.id}
          profiles={profiles.map(({ profile, value, valueInDoubt }) => ({
            id: profile.id,
            name: profile.name,
            detail: `Priority ${profile.priority}`,
            mode: profile.mode,
            testServers: describeTestServers(servers, profile),
            value: (
              <Doubted doubt={doubtOfProfile({ valueInDoubt })}>
                <Money amount={value ?? undefined} currency={profile.currency} />
              </Doubted>
            ),
          }))}
          onSwitch={switchTo}
          onAll={() => {
            location.hash = hashOf("profiles", "all");
          }}
          onManage={() => {
            location.hash = hashOf("profiles");
          }}
        />
      }
      health={health}
    />
  );
}

const HEALTH = { ok: "live", attention: "lagging", down: "down" } as const;

function useRailHealth(): RailHealth {
  const isSilent = useEngineSilence();
  const health = useStore(healthStore, (state) => state.value);
  if (isSilent && health !== null) {
    return { health: "down", headline: "No answer", detail: "The engine is tried again" };
  }
  if (health === null) return { health: "off", headline: "Starting", detail: "Reading the state" };
  return { health: HEALTH[health.state], headline: health.headline, detail: health.detail };
}
