import type { Tier } from "#lib/domain/cluster";
import { type GroupOffsets, movedOffsets } from "#lib/domain/group-offsets";
import type { Plan } from "#lib/domain/plan";
import type { OffsetResetPatch, OffsetTarget } from "#lib/domain/request-kind";
import { planOffsetReset } from "#lib/plan/plan-offset-reset";
import { requiredSlots } from "#lib/policy/required-slots";
import { riskOf } from "#lib/policy/risk";
import { judgementOf } from "../requests/judgement.ts";
import type { Judgement } from "../requests/request-kind.ts";

export type ResetCase = {
  cluster: { slug: string; tier: Tier };
  group: string;
  topic: string;
  target: OffsetTarget;
  /** What the worker saw of it for this target. */
  seen: GroupOffsets;
  /** Whose application it is. */
  team: { id: string; name: string };
};

/** Judges a reset by what the worker saw. Pure. */
export function judgeReset({ cluster, group, topic, target, seen, team }: ResetCase): Judgement<"group.reset"> {
  const plan = planOffsetReset({ cluster: cluster.slug, group, topic, seen });
  return judgePlanned({ cluster, team, patch: { group, topic, target, offsets: movedOffsets(seen) }, plan });
}

type Planned = Pick<ResetCase, "cluster" | "team"> & { patch: OffsetResetPatch; plan: Plan };

/** Judges a reset that was planned: skipping records is high, in production all is at least normal. Pure. */
export function judgePlanned({ cluster, team, patch, plan }: Planned): Judgement<"group.reset"> {
  // What the application may read is granted already: that it is confidential makes reading it again no riskier.
  const risk = riskOf({ plan, tier: cluster.tier, classification: "internal" });
  return judgementOf({ patch, plan, risk, slots: requiredSlots("group.reset", risk, team) });
}
