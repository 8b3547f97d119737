import type { RequestSubmitted } from "#lib/contract/topic-requests";
import { findCluster } from "#lib/db/stores/clusters";
import { insertRequest } from "#lib/db/stores/requests";
import type { LockedTeam } from "#lib/db/stores/teams";
import { reserveName } from "#lib/db/stores/topics";
import { LAPSE_AFTER_DAYS } from "#lib/domain/request";
import { fail } from "#lib/domain/result";
import { specProblems } from "#lib/domain/spec-problems";
import type { TopicPatch } from "#lib/domain/topic-spec";
import { type Context, type Handled, succeed } from "../define-command.ts";
import { type Judgement, judgeTopic } from "../judge.ts";
import { personOf } from "../person.ts";
import { desireTopic } from "./desire-topic.ts";
import { nameConflict, nameTaken } from "./name-taken.ts";
import { invalidSpec, policyViolated, unknownCluster } from "./refusals.ts";
import { requestObject } from "./request-subject.ts";

export type TopicAsked = { cluster: string; team: LockedTeam; name: string; patch: TopicPatch; reason: string };

/**
 * Stores a request for a topic: judged under the team's lock, its name reserved, approved at once when no rule asks for a
 * person. The one way in, whether it was typed, sent by API or copied from another cluster.
 */
export async function submitTopic({ actor, db }: Context, asked: TopicAsked): Promise<Handled<RequestSubmitted>> {
  const { cluster: slug, team, name, patch } = asked;
  const problems = specProblems(patch.spec);
  if (problems.length > 0) return invalidSpec(problems);
  const cluster = await findCluster(db, slug);
  if (!cluster) return unknownCluster(slug);
  const taken = await nameConflict(db, slug, name, null);
  if (taken) return nameTaken(taken);

  const judged = await judgeTopic(db, { cluster, team, name, patch, requestId: null });
  if (judged.denied) return policyViolated(judged.violations);
  if (judged.plan.refusals.length > 0)
    return fail("conflict", judged.plan.refusals[0]?.reason ?? "The plan is refused.");

  const id = await insertRequest(db, {
    ...judged,
    ...asked,
    teamId: team.id,
    requesterId: personOf(actor),
    lapseAfterDays: LAPSE_AFTER_DAYS,
  });
  if (!(await reserveName(db, slug, name, id)))
    return nameTaken({ path: "name", message: `${name} was asked for just now.` });
  return succeedSubmitted(db, id, asked, judged);
}

async function succeedSubmitted(
  db: Context["db"],
  id: number,
  { cluster, team, name, patch, reason }: TopicAsked,
  { plan, fingerprint, violations, slots, estimatedBytes }: Judgement,
): Promise<Handled<RequestSubmitted>> {
  const atOnce = slots.length === 0;
  if (atOnce) await desireTopic(db, { requestId: id, cluster, name, teamId: team.id, patch, estimatedBytes });

  const state = atOnce ? "approved" : "submitted";
  const record = { object: requestObject({ id, name }), teamId: team.id, requestId: String(id) };
  const submitted = { cluster, name, team: team.slug, patch, fingerprint, violations, slots };
  return succeed(
    { id, state, version: atOnce ? 2 : 1, fingerprint, plan, violations, requiredApprovals: slots },
    {
      audit: [
        { ...record, action: "request.submitted", after: submitted, reason },
        ...(atOnce ? [{ ...record, action: "request.approved", after: { state, fingerprint, slots: [] } }] : []),
      ],
      wake: atOnce ? [cluster] : [],
    },
  );
}
