import { RequestOffsetReset } from "#lib/contract/offset-resets";
import { findCluster } from "#lib/db/stores/clusters";
import { claimFields } from "#lib/db/stores/managed-topics";
import { fail, ok } from "#lib/domain/result";
import { lockedApplication } from "../applications/application-subject.ts";
import { defineCommand } from "../define-command.ts";
import { assessReset } from "../offset-resets/admit-reset.ts";
import { unknownCluster } from "../requests/refusals.ts";
import { submitRequest } from "../requests/submit-request.ts";

/** Asks for the offsets of a group of an application to be set in one topic, from where the worker last saw them. */
export const requestOffsetReset = defineCommand({
  name: "request-offset-reset",
  permission: "group.reset",
  input: RequestOffsetReset,
  subject: lockedApplication,
  async handle(context, { cluster: slug, group, topic, target, reason }, { application }) {
    const { db } = context;
    const cluster = await findCluster(db, slug);
    if (!cluster) return unknownCluster(slug);

    const { error, conflict, judged } = await assessReset(db, { cluster, application, group, topic, target });
    if (error) return fail("invalid_input", `${error.path}: ${error.message}`, { errors: [error] });
    if (conflict || !judged) return fail("conflict", conflict?.message ?? "", { errors: conflict ? [conflict] : [] });

    const { team, id: applicationId } = application;
    return submitRequest(context, {
      asked: { kind: "group.reset", cluster: slug, name: group, team, askingTeam: team, reason, applicationId },
      judged,
      async hold(requestId) {
        const taken = await claimFields(db, { cluster: slug, kind: "group", name: group }, [topic], requestId);
        return taken ? fail("conflict", `It is asked for already, by request ${taken.requestId}.`) : ok(null);
      },
    });
  },
});
