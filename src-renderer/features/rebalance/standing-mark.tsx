// Under which standing approval does a plan run that nobody approved by hand?
import { Chip } from "#renderer/components/chip.tsx";
import { HashText } from "#renderer/components/hash-text.tsx";
import { RULE_WORDS } from "#renderer/lib/rule-words.ts";
import { hashOf } from "#renderer/stores/navigation-store.ts";
import type { PlanRecord } from "#shared/domain/plan.ts";

/** Nothing for a plan that a person approved. */
export function StandingMark({ record: { standing } }: { readonly record: Pick<PlanRecord, "standing"> }) {
  if (standing === undefined) return null;
  return (
    <span className="row f12">
      <Chip tone="over">automatic</Chip>
      <span>
        by the rule {RULE_WORDS[standing.trigger].name}, under the <a href={hashOf("profiles")}>standing approval</a>{" "}
        <HashText value={standing.approvalId} label="Standing approval" plain />
      </span>
    </span>
  );
}
