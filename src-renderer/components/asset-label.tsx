// How is an asset named: its color swatch, its code, and its full name where there is room?
import type { ReactNode } from "react";
import { assetColor } from "#renderer/lib/asset-color.ts";

export interface AssetLabelProps {
  readonly asset: string;
  readonly name?: string;
  /** Marks behind the code, like a pin. */
  readonly children?: ReactNode;
}

export function AssetLabel({ asset, name, children }: AssetLabelProps) {
  return (
    <span className="asset">
      <AssetSwatch asset={asset} />
      {asset}
      {name === undefined ? null : <small>{name}</small>}
      {children}
    </span>
  );
}

export interface AssetSwatchProps {
  readonly asset: string;
}

export function AssetSwatch({ asset }: AssetSwatchProps) {
  return <i className="sw" style={{ background: assetColor(asset) }} aria-hidden="true" />;
}
