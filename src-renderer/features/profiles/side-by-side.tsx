// Which view over all profiles is looked at, once it is known which there are?
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import type { PanelState } from "#renderer/stores/to-loadable.ts";
import type { ProfileSummary } from "#shared/contract/views.ts";
import { ApartView } from "./apart-view.tsx";
import type { ProfileView } from "./profile-views.ts";
import { TogetherView } from "./together-view.tsx";

const TITLES = { all: "All profiles", apart: "Apart" } as const;

export interface SideBySideProps {
  readonly view: Exclude<ProfileView, "each">;
  readonly data: PanelState<readonly ProfileSummary[]>;
}

export function SideBySide({ view, data }: SideBySideProps) {
  if (data.state !== "live" && data.state !== "stale") {
    return (
      <Panel title={TITLES[view]}>
        <LoadableView
          data={data}
          skeleton={
            <PanelBody>
              <SkeletonRows rows={8} />
            </PanelBody>
          }
          empty={{ children: "No profile yet." }}
        >
          {() => null}
        </LoadableView>
      </Panel>
    );
  }
  const summaries = data.value.toSorted((a, b) => a.profile.priority - b.profile.priority);
  if (view === "all") return <TogetherView summaries={summaries} />;
  return <ApartView profiles={summaries.map(({ profile }) => profile)} />;
}
