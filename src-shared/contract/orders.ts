// What may the window ask about orders and fills: what was sent, what became of it, and how well was it done?
import { z } from "zod";
import { decimalStringSchema, nonNegativeDecimalSchema } from "#shared/domain/decimal.ts";
import { executionQualitySchema } from "#shared/domain/execution-quality.ts";
import { accountIdSchema, clientOrderIdSchema, planIdSchema } from "#shared/domain/ids.ts";
import { fillSchema, orderSchema, orderStateSchema } from "#shared/domain/order.ts";
import { MAX_ORDER_PAGE, orderFilterSchema } from "#shared/domain/order-filter.ts";
import { planStateSchema } from "#shared/domain/plan.ts";
import { unixMsSchema } from "#shared/domain/time.ts";
import { auditLineSchema } from "./audit.ts";
import { forProfile, procedure, stream } from "./base.ts";

const count = z.number().int().min(0);

/** An order with what its plan expected of it. */
export const orderRowSchema = z.strictObject({
  /** Place among all orders of the profile, from 1, in the order they were written down. */
  number: z.number().int().min(1),
  order: orderSchema,
  plannedAt: unixMsSchema,
  /** Average price that its leg was planned with; null where the plan is not known. */
  plannedPrice: nonNegativeDecimalSchema.nullable(),
  /** Average fill against that price in basis points; positive is worse. */
  slippageBp: decimalStringSchema.nullable(),
  /** From when on a person may vouch for the end of an order of unknown outcome; null where there is nothing to vouch for. */
  attestFrom: unixMsSchema.nullable(),
});

export const fillRowSchema = z.strictObject({
  /** Place among all fills of the profile, from 1, in the order they were written down. */
  number: z.number().int().min(1),
  planId: planIdSchema,
  accountId: accountIdSchema,
  fill: fillSchema,
});

/** What the last start found under way, and what has become of it since. */
const recoverySchema = z.strictObject({
  startedAt: unixMsSchema,
  plan: z
    .strictObject({
      planId: planIdSchema,
      before: planStateSchema,
      now: planStateSchema,
      reason: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
    })
    .nullable(),
  orders: z.array(z.strictObject({ before: orderStateSchema, row: orderRowSchema })),
});

export const orderStandingSchema = z.strictObject({
  /** Whether anything may be sent now; else why not, and what is being done. */
  readiness: z.strictObject({ ok: z.boolean(), reason: z.string() }),
  /** The newest 100 that are not over. */
  open: z.array(orderRowSchema),
  openCount: count,
  unknownCount: count,
  orders: count,
  fills: count,
  /** Rises with every change to an order: lists that were asked for before are then old. */
  revision: count,
  /** Null where nothing was under way when the program started. */
  recovery: recoverySchema.nullable(),
});

const page = forProfile.extend({
  filter: orderFilterSchema,
  /** Number of the last row of the page before. */
  before: z.number().int().min(1).optional(),
  limit: z.number().int().min(1).max(MAX_ORDER_PAGE),
});
const onOrder = forProfile.extend({ clientOrderId: clientOrderIdSchema });

export const ordersContract = {
  /** Newest first. `next` is the `before` of the following page, null at the end; `total` counts all that match. */
  list: procedure
    .input(page)
    .output(z.strictObject({ rows: z.array(orderRowSchema), next: z.number().int().min(1).nullable(), total: count })),
  fills: procedure
    .input(page)
    .output(z.strictObject({ rows: z.array(fillRowSchema), next: z.number().int().min(1).nullable(), total: count })),
  /** Each change is the whole standing. */
  watch: procedure.input(forProfile).output(stream(orderStandingSchema, orderStandingSchema)),
  /** One order's life as it was journaled, oldest first: states, what venues answered, look-ups, fills. ORDER_NOT_FOUND. */
  life: procedure.input(onOrder).output(z.array(auditLineSchema)),
  /**
   * Cancels one order by its id, as soon as the venue has it, and holds its plan so that nothing is sent in its place.
   * Its end is then looked up. ORDER_NOT_FOUND, ORDER_STATE where it is over.
   */
  cancel: procedure.input(onOrder).output(orderRowSchema),
  /**
   * A person's word, with what it rests on, that the venue has nothing more of an order of unknown outcome.
   * ORDER_NOT_FOUND, ORDER_STATE while the program may still find out by itself.
   */
  attest: procedure.input(onOrder.extend({ evidence: z.string().trim().min(10).max(500) })).output(orderRowSchema),
  /** Execution quality of what was sent in a span of time: `from` counts, `until` does not. */
  quality: procedure
    .input(
      forProfile.extend({
        from: unixMsSchema.optional(),
        until: unixMsSchema.optional(),
        limit: z.number().int().min(1).max(MAX_ORDER_PAGE),
      }),
    )
    .output(executionQualitySchema),
};
