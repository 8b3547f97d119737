import { PreviewTopicLife, TopicLifeRequest } from "#lib/contract/topic-life";
import type { TopicPreview } from "#lib/contract/topic-requests";
import type { Connection } from "#lib/db/database";
import { findClaim, findManagedTopic, type ManagedTopic } from "#lib/db/stores/managed-topics";
import type { Permission } from "#lib/domain/permission";
import { ok, type Result } from "#lib/domain/result";
import { patchedSpec } from "#lib/plan/plan-change";
import { decide } from "#lib/policy/decide";
import { defineQuery } from "../define-query.ts";
import { parseInput } from "../parse-input.ts";
import { slotsWithHolders } from "../read/slot-holders.ts";
import { readTopicCost } from "../read/topic-cost.ts";
import { refusalOf } from "../refusal.ts";
import type { Judgement } from "../requests/request-kind.ts";
import { admitChange } from "../topic-life/admit-change.ts";
import { admitAdoption, admitRevert } from "../topic-life/admit-drift.ts";
import { admitBlock, admitDeletion } from "../topic-life/admit-end.ts";
import { fieldTaken } from "../topic-life/submit-on-topic.ts";

const PERMISSION: { readonly [Kind in TopicLifeRequest["kind"]]: Permission } = {
  change: "topic.change",
  revert: "topic.resolve-drift",
  adopt: "topic.resolve-drift",
  block: "topic.block",
  delete: "topic.delete",
};

/** Stands in for what is said last. */
const NO_REASON_YET = "-";

/** What would come of a request about a topic that is there: nothing is stored, nothing locked. A refusal is the one that the request would get. */
export const previewTopicLife = defineQuery({
  name: "preview-topic-life",
  permission: "topic.read",
  input: PreviewTopicLife,
  async handle({ actor, db }, typed) {
    const topic = await findManagedTopic(db, typed.cluster, typed.name);
    const subject = topic && {
      ...({ kind: "topic", id: topic.id, visibility: "everyone-signed-in" } as const),
      teamId: topic.team.id,
    };
    const decision = subject && decide(actor, PERMISSION[typed.kind], subject);
    if (!topic || !decision?.allowed) return { ok: false, failure: refusalOf(decision) };

    const reason = typed.reason === undefined || typed.reason === "" ? NO_REASON_YET : typed.reason;
    const input = parseInput(TopicLifeRequest, { ...typed, reason });
    if (!input.ok) return input;
    const admitted = await admit(db, topic, input.value);
    if (!admitted.ok) return admitted;
    const { plan, fingerprint, violations, risk, slots } = admitted.value;
    const fields = plan.changes.map(({ field }) => field);
    const taken = await findClaim(db, { kind: "topic", cluster: topic.cluster, name: topic.name }, fields);
    if (taken) return fieldTaken(topic.name, taken);
    return ok<TopicPreview>({
      ...{ submittable: true, errors: [], conflicts: [], violations, plan, fingerprint, risk },
      requiredApprovals: await slotsWithHolders(db, slots, actor.userId),
      cost: await costOf(db, topic, input.value),
    });
  },
});

/** What the topic costs before and after; only a change of settings makes a difference that can be told. */
async function costOf(db: Connection, { cluster, name, spec, metadata }: ManagedTopic, input: TopicLifeRequest) {
  if (input.kind !== "change") return null;
  const { expectedBytesPerSecond } = metadata;
  return readTopicCost(db, { cluster, name, now: spec, after: patchedSpec(spec, input.patch), expectedBytesPerSecond });
}

function admit(db: Connection, topic: ManagedTopic, input: TopicLifeRequest): Promise<Result<Judgement>> {
  switch (input.kind) {
    case "change":
      return admitChange(db, topic, input);
    case "revert":
      return admitRevert(db, topic, input);
    case "adopt":
      return admitAdoption(db, topic, input);
    case "block":
      return admitBlock(db, topic, input);
    case "delete":
      return admitDeletion(db, topic, input);
  }
}
