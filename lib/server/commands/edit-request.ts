import { EditTopicRequest } from "#lib/contract/topic-requests";
import { findCluster } from "#lib/db/stores/clusters";
import { replaceRequest } from "#lib/db/stores/requests";
import { findTeam } from "#lib/db/stores/teams";
import { releaseName, reserveName } from "#lib/db/stores/topics";
import { LAPSE_AFTER_DAYS, transition } from "#lib/domain/request";
import { fail } from "#lib/domain/result";
import { specProblems } from "#lib/domain/spec-problems";
import { defineCommand, succeed } from "../define-command.ts";
import { judgeTopic } from "../judge.ts";
import { nameConflict, nameTaken } from "../topic-requests/name-taken.ts";
import { invalidSpec, policyViolated, unknownCluster } from "../topic-requests/refusals.ts";
import { requestObject, requestSubject } from "../topic-requests/request-subject.ts";

/** Asks for something else under the same number: judged anew, and approvals of the earlier plan no longer count. */
export const editRequest = defineCommand({
  name: "edit-request",
  permission: "request.edit",
  input: EditTopicRequest,
  subject: requestSubject,
  async handle({ db }, { version, name, spec, metadata, reason }, { request }) {
    const moved = transition(request.state, { type: "edit" });
    if (!moved.ok) return moved;
    if (version !== request.version)
      return fail("conflict", "The request was changed meanwhile.", { extra: { version: request.version } });
    const problems = specProblems(spec);
    if (problems.length > 0) return invalidSpec(problems);

    const [cluster, team] = [await findCluster(db, request.cluster), await findTeam(db, request.team.slug)];
    if (!cluster || !team) return unknownCluster(request.cluster);
    const taken = await nameConflict(db, request.cluster, name, request.id);
    if (taken) return nameTaken(taken);

    const patch = { spec, metadata };
    const judged = await judgeTopic(db, { cluster, team, name, patch, requestId: request.id });
    if (judged.denied) return policyViolated(judged.violations);

    await replaceRequest(db, request.id, { ...judged, name, patch, reason }, LAPSE_AFTER_DAYS);
    await releaseName(db, request.id);
    if (!(await reserveName(db, request.cluster, name, request.id))) {
      return nameTaken({ path: "name", message: `${name} was asked for just now.` });
    }

    const { plan, fingerprint, violations, slots } = judged;
    const before = {
      name: request.name,
      patch: request.patch,
      fingerprint: request.fingerprint,
      reason: request.reason,
    };
    const after = { name, patch, fingerprint, violations, slots };
    return succeed(
      {
        id: request.id,
        state: moved.value,
        version: request.version + 1,
        fingerprint,
        plan,
        violations,
        requiredApprovals: slots,
      },
      {
        audit: {
          action: "request.edited",
          object: requestObject({ id: request.id, name }),
          teamId: request.team.id,
          requestId: String(request.id),
          before,
          after,
          reason,
        },
      },
    );
  },
});
