import { PreviewTopicRequest, Reason, type TopicPreview } from "#lib/contract/topic-requests";
import { findCluster } from "#lib/db/stores/clusters";
import { findTeam } from "#lib/db/stores/teams";
import type { Violation } from "#lib/domain/policy";
import { type FieldError, fail, ok } from "#lib/domain/result";
import { specProblems } from "#lib/domain/spec-problems";
import { TopicName } from "#lib/domain/topic-name";
import { TopicMetadata, TopicSpec } from "#lib/domain/topic-spec";
import { decide } from "#lib/policy/decide";
import { defineQuery } from "../define-query.ts";
import { judgeTopic } from "../judge.ts";
import { parsePart } from "../parse-input.ts";
import { slotsWithHolders } from "../read/slot-holders.ts";
import { readTopicCost } from "../read/topic-cost.ts";
import { refusalOf } from "../refusal.ts";
import { unknownCluster } from "../requests/refusals.ts";
import type { Judgement } from "../requests/request-kind.ts";
import { nameConflict } from "../topic-requests/name-taken.ts";
import { previewTopicAccess } from "../topic-requests/preview-topic-access.ts";

/** Stands in for settings that are still wrong, so that the name and the rest can be judged while they are typed. */
const PLACEHOLDER = { partitions: 1, replicationFactor: 1, config: {} } satisfies TopicSpec;

/**
 * What would come of a request as it stands: nothing is stored, nothing locked. Wrong fields make it `invalid_input`, with all of
 * them named and the judgement of the rest under `preview`.
 */
export const previewTopicRequest = defineQuery({
  name: "preview-topic-request",
  permission: "topic.request",
  input: PreviewTopicRequest,
  async handle({ actor, db }, { cluster: slug, name, team: teamSlug, editing = null, ...typed }) {
    const team = await findTeam(db, teamSlug);
    const subject = team && ({ kind: "team", id: team.id, teamId: team.id, visibility: "everyone-signed-in" } as const);
    const decision = subject && decide(actor, "topic.request", subject);
    if (!team || !decision?.allowed) return { ok: false, failure: refusalOf(decision) };
    const cluster = await findCluster(db, slug);
    if (!cluster) return unknownCluster(slug);

    const spec = parsePart("spec", TopicSpec, typed.spec);
    const metadata = parsePart("metadata", TopicMetadata, typed.metadata ?? {});
    const nameErrors = parsePart("name", TopicName, name).errors;
    const kafkaErrors = spec.value ? specProblems(spec.value) : [];
    const reason = typed.reason === undefined ? [] : parsePart("reason", Reason, typed.reason).errors;
    const patch = { spec: spec.value ?? PLACEHOLDER, metadata: metadata.value ?? TopicMetadata.parse({}) };
    const giver = { team, classification: patch.metadata.classification, topics: { total: 1, names: [name] } };
    const access = await previewTopicAccess(db, { actor, cluster, name, giver, access: typed.access });
    const errors = [...nameErrors, ...spec.errors, ...kafkaErrors, ...metadata.errors, ...reason, ...access.errors];

    const topic = await judgeTopic(db, { cluster, team, name, patch, requestId: editing });
    const judged = withAccess(topic, access.violations);
    const conflict =
      nameErrors.length === 0 ? await nameConflict(db, { cluster: slug, team, name, requestId: editing }) : null;
    const sound = { spec: spec.value !== null, metadata: metadata.value !== null };
    const preview = {
      ...previewOf(judged, sound, errors, [...(conflict ? [conflict] : []), ...access.conflicts]),
      requiredApprovals: sound.spec ? await slotsWithHolders(db, judged.slots, actor.userId) : [],
      cost: spec.value && (await readTopicCost(db, { cluster: slug, name, ...creation(spec.value, patch.metadata) })),
    };
    if (errors.length === 0) return ok(preview);
    return fail("invalid_input", "Some fields need another look.", { errors, extra: { preview } });
  },
});

/** The judgement of the topic with what the rules say of the access that is asked for with it. */
function withAccess(judged: Judgement<"topic.create">, violations: readonly Violation[]): Judgement<"topic.create"> {
  const denied = judged.denied || violations.some(({ enforcement }) => enforcement === "deny");
  return { ...judged, denied, violations: [...judged.violations, ...violations] };
}

/** A topic that is not there yet: nobody has seen how fast it is written. */
function creation(after: TopicSpec, { expectedBytesPerSecond }: TopicMetadata) {
  return { now: null, after, expectedBytesPerSecond };
}

function previewOf(
  judged: Judgement<"topic.create">,
  sound: { spec: boolean; metadata: boolean },
  errors: FieldError[],
  conflicts: FieldError[],
): Omit<TopicPreview, "requiredApprovals" | "cost"> {
  const violations = judged.violations.filter(({ path }) => {
    if (path.startsWith("spec")) return sound.spec;
    return sound.metadata || !path.startsWith("metadata");
  });
  const clean = errors.length === 0;
  return {
    submittable: clean && conflicts.length === 0 && !judged.denied,
    errors,
    conflicts,
    violations,
    plan: sound.spec ? judged.plan : null,
    fingerprint: clean ? judged.fingerprint : null,
    risk: sound.spec ? judged.risk : null,
  };
}
