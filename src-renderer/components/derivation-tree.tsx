// From what was a figure made, step by step, down to entries, prices and balances with their time and source?
import { useId, useState } from "react";
import { classNames } from "#renderer/lib/class-names.ts";
import { HIDDEN_AMOUNT } from "#renderer/lib/format-decimal.ts";
import { formatPercent } from "#renderer/lib/format-percent.ts";
import { formatPrice } from "#renderer/lib/format-price.ts";
import { formatQuantity } from "#renderer/lib/format-quantity.ts";
import { formatDateTime } from "#renderer/lib/format-time.ts";
import { hideAmountsIn } from "#renderer/lib/hide-amounts.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Derivation } from "#shared/domain/derivation.ts";
import { Icon } from "./icon.tsx";
import { usePreferences } from "./preferences.tsx";

export interface DerivationTreeProps {
  readonly root: Derivation;
  /** The root is a share of one: written as a percentage, also in privacy mode. */
  readonly isShare: boolean;
  readonly accountName: (accountId: string) => string;
  /** Where an entry of the books is shown. */
  readonly entryHref: (transactionId: string) => string;
}

/** The first step is open; each further one opens by its line. */
export function DerivationTree(props: DerivationTreeProps) {
  return (
    <ul className="derivation" aria-label={`How ${props.root.label} is made`}>
      <Node {...props} node={props.root} depth={0} />
    </ul>
  );
}

interface NodeProps extends DerivationTreeProps {
  readonly node: Derivation;
  readonly depth: number;
}

function Node({ node, depth, ...tree }: NodeProps) {
  const { hideAmounts } = usePreferences();
  const [open, setOpen] = useState(depth === 0);
  const id = useId();
  const label = hideAmounts ? hideAmountsIn(node.label) : node.label;
  const isParent = node.children.length > 0;
  return (
    <li>
      <div className="derivation-line">
        {isParent ? (
          <button
            type="button"
            className="derivation-label"
            aria-expanded={open}
            aria-controls={id}
            onClick={() => setOpen(!open)}
          >
            <Icon name={open ? "chevronDown" : "chevronRight"} size="tiny" />
            <span className={depth === 0 ? "semi" : undefined}>{label}</span>
          </button>
        ) : (
          <span className="derivation-label leaf">{label}</span>
        )}
        <Value node={node} isShare={depth === 0 && tree.isShare} />
      </div>
      <Source node={node} {...tree} />
      {isParent && open ? (
        <div id={id}>
          {node.formula === null ? null : <p className="derivation-source">{node.formula}</p>}
          <ul>
            {node.children.map((child, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two entries may read alike; the tree comes whole and is never put in another order.
              <Node key={at} {...tree} node={child} depth={depth + 1} />
            ))}
          </ul>
        </div>
      ) : null}
    </li>
  );
}

function Value({ node, isShare }: { readonly node: Derivation; readonly isShare: boolean }) {
  const { hideAmounts } = usePreferences();
  // What is not computable has words in place of the number, and its reason in place of the formula.
  const value = Decimal.tryParse(node.value);
  if (value === undefined) return <span className="derivation-value t3">n/a</span>;
  if (isShare) return <span className="derivation-value semi">{formatPercent(value)}</span>;
  const isPrice = node.source?.kind === "price";
  const text = isPrice ? formatPrice(value) : hideAmounts ? HIDDEN_AMOUNT : formatQuantity(value);
  return (
    <span
      className={classNames("derivation-value", !isPrice && "semi")}
      title={hideAmounts && !isPrice ? undefined : node.value}
    >
      {text}
    </span>
  );
}

function Source({ node, accountName, entryHref }: DerivationTreeProps & { readonly node: Derivation }) {
  const { timeZone } = usePreferences();
  const { source, formula, children } = node;
  if (source === null) {
    // A leaf without a source says why: how many entries it stands for, or why there is no number.
    return children.length > 0 || formula === null ? null : <p className="derivation-source">{formula}</p>;
  }
  switch (source.kind) {
    case "transaction":
      return (
        <p className="derivation-source">
          <a href={entryHref(source.id)}>Entry</a> of {formatDateTime(source.ts, timeZone)}
        </p>
      );
    case "price":
      return (
        <p className="derivation-source">
          {source.symbol}
          {source.venue === "none" ? "" : ` at ${source.venue}`}, {source.from}, {formatDateTime(source.at, timeZone)}
        </p>
      );
    case "balance":
      return (
        <p className="derivation-source">
          {accountName(source.accountId)}, read {formatDateTime(source.at, timeZone)}
        </p>
      );
  }
}
