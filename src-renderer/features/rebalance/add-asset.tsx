// Which other assets can get a target? What is held without one first, then what the venues of the profile trade.
import { useEffect, useMemo, useState } from "react";
import { Button } from "#renderer/components/button.tsx";
import { Menu } from "#renderer/components/menu.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import type { Asset } from "#shared/domain/ids.ts";
import type { Targets } from "#shared/domain/policy.ts";
import type { Portfolio } from "#shared/domain/portfolio.ts";
import type { Profile } from "#shared/domain/profile.ts";

export interface AddAssetProps {
  readonly profile: Profile;
  readonly portfolio: Portfolio | null;
  readonly targets: Targets;
  readonly onAdd: (asset: Asset) => void;
}

export function AddAsset({ profile, portfolio, targets, onAdd }: AddAssetProps) {
  const traded = useTradedAssets(profile);
  const entries = useMemo(() => {
    const free = (asset: Asset) => targets[asset] === undefined && !profile.cashAssets.includes(asset);
    const held = (portfolio?.positions ?? []).map(({ asset }) => asset).filter(free);
    const rest = traded.filter((asset) => free(asset) && !held.includes(asset));
    return [
      ...held.map((asset) => ({ id: asset, label: `${asset}, held`, onSelect: () => onAdd(asset) })),
      ...rest.map((asset, index) => ({
        id: asset,
        label: asset,
        startsGroup: index === 0 && held.length > 0,
        onSelect: () => onAdd(asset),
      })),
    ];
  }, [profile, portfolio, targets, traded, onAdd]);
  return (
    <Menu
      align="start"
      trigger={
        <Button
          icon="plus"
          disabled={entries.length === 0}
          title={entries.length === 0 ? "Every asset of this profile's venues has a target" : undefined}
        >
          Asset
        </Button>
      }
      entries={entries}
    />
  );
}

/** In alphabetical order; empty until they are known, and where they cannot be read nothing can be added. */
function useTradedAssets(profile: Profile): readonly Asset[] {
  const client = useClient();
  const [assets, setAssets] = useState<readonly Asset[]>([]);
  useEffect(() => {
    const stop = new AbortController();
    client.marketData.instruments({ profileId: profile.id }, { signal: stop.signal }).then(
      (instruments) => setAssets([...new Set(instruments.map(({ base }) => base))].sort()),
      () => undefined,
    );
    return () => stop.abort();
  }, [client, profile.id]);
  return assets;
}
