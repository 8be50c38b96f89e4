// What is known of one order, what is not, and what can be done about it?
import { useState } from "react";
import { Button } from "#renderer/components/button.tsx";
import { Chip } from "#renderer/components/chip.tsx";
import { ConfirmDialog } from "#renderer/components/dialog.tsx";
import { EmptyState } from "#renderer/components/empty-state.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { HashText } from "#renderer/components/hash-text.tsx";
import { Note } from "#renderer/components/note.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useActiveProfile } from "#renderer/hooks/use-active-profile.ts";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { useNow } from "#renderer/hooks/use-now.ts";
import { formatDecimal } from "#renderer/lib/format-decimal.ts";
import { formatPrice } from "#renderer/lib/format-price.ts";
import { formatQuantity } from "#renderer/lib/format-quantity.ts";
import { formatClockSeconds, formatDateTime } from "#renderer/lib/format-time.ts";
import { heldBack } from "#renderer/lib/held-back.ts";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import type { OrderRow } from "#shared/contract/views.ts";
import { isTerminal } from "#shared/domain/order.ts";
import { venueName } from "#shared/domain/venue.ts";
import { AttestDialog } from "./attest-dialog.tsx";
import { Field } from "./field.tsx";
import { OrderLife } from "./order-life.tsx";
import { STATE_WORDS, unknownWords } from "./order-words.ts";

export interface OrderPanelProps {
  readonly row: OrderRow | null;
}

export function OrderPanel({ row }: OrderPanelProps) {
  if (row === null) {
    return (
      <Panel title="Order">
        <PanelBody>
          <EmptyState>Choose an order to see its life, what the venue said, and what you can do about it.</EmptyState>
        </PanelBody>
      </Panel>
    );
  }
  return <ChosenOrder key={row.order.clientOrderId} row={row} />;
}

function ChosenOrder({ row }: { readonly row: OrderRow }) {
  const client = useClient();
  const { profile } = useActiveProfile();
  const { timeZone, hideAmounts: hidden } = usePreferences();
  const now = useNow();
  const [open, setOpen] = useState<"cancel" | "attest" | null>(null);
  const { order } = row;
  const { clientOrderId } = order;
  const cancel = useCommand(() => client.orders.cancel({ profileId: profile.id, clientOrderId }));
  const state = STATE_WORDS[order.state];
  const unknown = unknownWords(row, now, (time) => formatClockSeconds(time, timeZone));
  const held = heldBack(order);
  const isOver = isTerminal(order.state);
  return (
    <Panel
      title="Order"
      meta={`${order.side === "buy" ? "Buy" : "Sell"} ${order.symbol} at ${venueName(order.venue)}`}
      actions={
        <Chip tone={state.tone} icon={state.icon}>
          {state.word}
        </Chip>
      }
    >
      <PanelBody scroll>
        <div className="stack">
          {unknown === null ? (
            order.detail === null ? null : (
              <Note tone={state.tone === "bad" ? "over" : "plain"}>{order.detail}</Note>
            )
          ) : (
            <Note tone="over" icon="unknown" title={unknown.title}>
              {unknown.doing} Up to {formatQuantity(held.amount, { asset: held.asset, hidden })} is held back for it.{" "}
              {unknown.vouch}
            </Note>
          )}
          {isOver ? null : (
            <div className="entry-deeds">
              <Button icon="stop" onClick={() => setOpen("cancel")} disabled={cancel.busy}>
                Cancel this order
              </Button>
              {unknown === null ? null : (
                <Button icon="check" onClick={() => setOpen("attest")} disabled={!unknown.mayVouch}>
                  Vouch for its end
                </Button>
              )}
            </div>
          )}
          {cancel.error === null ? null : <ErrorState {...errorWords(cancel.error)} />}
          <dl className="fields">
            <Field name="Written down">{formatDateTime(row.plannedAt, timeZone)}</Field>
            {order.sentAt === null ? null : <Field name="Sent">{formatDateTime(order.sentAt, timeZone)}</Field>}
            <Field name="Filled" title={hidden ? undefined : `${order.filledQuantity} of ${order.quantity}`}>
              {formatQuantity(order.filledQuantity, { hidden })} of {formatQuantity(order.quantity, { hidden })}
            </Field>
            {order.limitPrice === null ? null : <Field name="Limit">{formatPrice(order.limitPrice)}</Field>}
            {row.plannedPrice === null ? null : (
              <Field name="Planned price" title={row.plannedPrice}>
                {formatPrice(row.plannedPrice)}
              </Field>
            )}
            {order.averagePrice === null ? null : (
              <Field name="Average price" title={order.averagePrice}>
                {formatPrice(order.averagePrice)}
              </Field>
            )}
            {row.slippageBp === null ? null : (
              <Field name="Slippage" title="Against the planned price; plus is worse">
                {formatDecimal(row.slippageBp, { scale: 1, sign: "always", suffix: " bp" })}
              </Field>
            )}
            {order.fees.map(({ asset, amount }) => (
              <Field key={asset} name="Fee">
                {formatQuantity(amount, { asset, hidden })}
              </Field>
            ))}
            {order.reason === null ? null : (
              <Field name="Reason">
                <span className="mono f11">{order.reason}</span>
              </Field>
            )}
            <Field name="Our id">
              <HashText value={clientOrderId} label="Our id" />
            </Field>
            {order.venueOrderId === null ? null : (
              <Field name="Venue's id">
                <HashText value={order.venueOrderId} label="Venue's id" />
              </Field>
            )}
          </dl>
          <h3 className="f12 semi">Its life</h3>
          <OrderLife profileId={profile.id} row={row} />
        </div>
      </PanelBody>
      <ConfirmDialog
        open={open === "cancel"}
        title="Cancel this order?"
        description={`${formatQuantity(order.quantity, { hidden })} ${order.symbol} at ${venueName(order.venue)}. What was filled stays; the rest is canceled as soon as the venue has the order. Its plan is held, so that nothing is sent in its place until you decide.`}
        safeLabel="Keep it"
        deedLabel="Cancel the order"
        mode={profile.mode}
        profileName={profile.name}
        onSafe={() => setOpen(null)}
        onDeed={() => {
          setOpen(null);
          void cancel.run(undefined);
        }}
      />
      {open === "attest" ? <AttestDialog row={row} onClose={() => setOpen(null)} /> : null}
    </Panel>
  );
}
