// What may the key do, and is that what is wanted of it?
import { Icon } from "#renderer/components/icon.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { classNames } from "#renderer/lib/class-names.ts";
import type { KeyPermissions, KeyRight } from "#shared/domain/key-permissions.ts";

const NEED_WORDS = {
  needed: "needed",
  trading: "needed to trade",
  mustBeOff: "must be off",
  notNeeded: "not needed",
} as const satisfies Record<KeyRight["need"], string>;

const GRANT_WORDS = { yes: "on", no: "off", unknown: "not told" } as const satisfies Record<
  KeyRight["granted"],
  string
>;

export interface KeyRightsPanelProps {
  /** Null until they were read. */
  readonly permissions: KeyPermissions | null;
  readonly venueName: string;
  /** They may still come. */
  readonly waiting: boolean;
}

export function KeyRightsPanel({ permissions, venueName, waiting }: KeyRightsPanelProps) {
  return (
    <Panel
      title="What the key may do"
      meta={permissions === null ? undefined : permissions.readable ? `read from ${venueName}` : "not told"}
    >
      <PanelBody>
        {permissions === null ? (
          waiting ? (
            <SkeletonRows rows={4} rowHeight={34} />
          ) : (
            <p className="f12 t2">Not read.</p>
          )
        ) : (
          <>
            {permissions.readable ? null : (
              <p className="f12 t2 lead-line">{venueName} does not tell what a key may do: you confirm it.</p>
            )}
            <ul aria-label="Rights of the key">
              {permissions.rights.map((right) => (
                <RightRow key={right.id} right={right} />
              ))}
            </ul>
            <p className="f12 t3 rights-foot">{addressWords(permissions.ipRestricted)}</p>
          </>
        )}
      </PanelBody>
    </Panel>
  );
}

function RightRow({ right }: { readonly right: KeyRight }) {
  const tone = rightTone(right);
  return (
    <li className={classNames("right-row", tone)} title={right.id}>
      <span className="check" data-state={right.granted === "yes" ? "checked" : "unchecked"} aria-hidden="true">
        {right.granted === "yes" ? <Icon name="check" size="tiny" /> : null}
        {right.granted === "unknown" ? "?" : null}
      </span>
      <span className="grow">{right.label}</span>
      <span className="sr">{GRANT_WORDS[right.granted]}</span>
      <span className={classNames("f12", tone === "bad" ? "dn" : tone === "over" ? "ov" : "t3")}>
        {NEED_WORDS[right.need]}
        {tone !== undefined && right.granted === "no" ? ", off" : ""}
      </span>
    </li>
  );
}

function rightTone({ granted, need }: KeyRight): "bad" | "over" | undefined {
  if ((need === "mustBeOff" && granted === "yes") || (need === "needed" && granted === "no")) return "bad";
  return need === "trading" && granted === "no" ? "over" : undefined;
}

function addressWords(restricted: boolean | null): string {
  if (restricted === null) return "Whether it is limited to named addresses is not told.";
  return restricted
    ? "It works from named addresses only."
    : "It works from any address. Limiting it to this computer's is safer.";
}
