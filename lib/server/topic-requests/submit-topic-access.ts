import type { RequestSubmitted, TopicAccessItem } from "#lib/contract/topic-requests";
import { lockAccessClaims } from "#lib/db/stores/access-claims";
import { type Application, lockApplication } from "#lib/db/stores/applications";
import { findCluster } from "#lib/db/stores/clusters";
import { fail, ok, type Result } from "#lib/domain/result";
import { decide } from "#lib/policy/decide";
import { atItem } from "../access/at-item.ts";
import { type NewAccess, submitAccess } from "../access/submit-access.ts";
import { applicationSubject } from "../applications/application-subject.ts";
import type { Context, Handled } from "../define-command.ts";
import { unknownCluster } from "../requests/refusals.ts";

export type TopicAccess = Pick<NewAccess, "reason" | "bundleId" | "pending"> & {
  cluster: string;
  /** The topic's name. */
  name: string;
  access: readonly TopicAccessItem[];
};

type Submitted = Extract<Handled<RequestSubmitted>, { ok: true }>;

/** Stores the access that was asked for together with a topic, each as a request that waits for the topic's. Call it under the teams' locks. */
export async function submitTopicAccess(context: Context, asked: TopicAccess): Promise<Result<Submitted[]>> {
  const { db } = context;
  const { cluster: slug, name, access, ...shared } = asked;
  const applications = await lockedApplications(context, access);
  if (!applications.ok) return applications;
  const cluster = await findCluster(db, slug);
  if (!cluster) return unknownCluster(slug);
  await lockAccessClaims(db, slug);

  const submitted: Submitted[] = [];
  for (const [index, { application: of, expiresAt, ...rest }] of access.entries()) {
    const application = applications.value.get(of);
    if (!application) throw new Error(`application ${of} was not locked`);
    const item = { ...rest, patternType: "LITERAL" as const, topic: name };
    const frame = { ...shared, cluster, application, item, expiresAt, host: "*", agreement: {} };
    const one = await submitAccess(context, frame);
    if (!one.ok) return atItem(one, `access.${index}`, true);
    submitted.push(one);
  }
  return ok(submitted);
}

/** Applications of teams that this person is in, locked in one order. One that is not theirs is as unknown as one that does not exist. */
async function lockedApplications(
  { actor, db }: Context,
  access: readonly TopicAccessItem[],
): Promise<Result<ReadonlyMap<string, Application>>> {
  const applications = new Map<string, Application>();
  for (const slug of [...new Set(access.map(({ application }) => application))].sort()) {
    const application = await lockApplication(db, slug);
    const decision = application && decide(actor, "access.request", applicationSubject(application));
    if (!application || !decision?.allowed) {
      const path = `access.${access.findIndex((item) => item.application === slug)}.application`;
      const message = `${slug} is no application of a team of yours`;
      return fail("invalid_input", `${path}: ${message}.`, { errors: [{ path, message }] });
    }
    applications.set(slug, application);
  }
  return ok(applications);
}
