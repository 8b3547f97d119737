import { TopicAccessItem } from "#lib/contract/topic-requests";
import type { Connection } from "#lib/db/database";
import type { AccessGiver } from "#lib/db/stores/access-givers";
import { findApplication } from "#lib/db/stores/applications";
import { databaseNow } from "#lib/db/stores/clock";
import type { Actor } from "#lib/domain/actor";
import type { Cluster } from "#lib/domain/cluster";
import type { Violation } from "#lib/domain/policy";
import type { FieldError } from "#lib/domain/result";
import { decide } from "#lib/policy/decide";
import { assessAccess } from "../access/admit-access.ts";
import { expiryProblem, isoInstant } from "../access/expiry-problem.ts";
import { itemTerms } from "../access/item-terms.ts";
import { applicationSubject } from "../applications/application-subject.ts";
import { parsePart } from "../parse-input.ts";

export type TopicAccessProblems = { errors: FieldError[]; conflicts: FieldError[]; violations: Violation[] };

/** More than a request may hold; the rest is named by the shape of the whole. */
const MOST = 20;

export type TypedAccess = { actor: Actor; cluster: Cluster; name: string; giver: AccessGiver; access: unknown };

/** What stands against access that is typed together with a topic, while both may still be wrong. Nothing is stored, nothing locked. */
export async function previewTopicAccess(db: Connection, typed: TypedAccess): Promise<TopicAccessProblems> {
  const found: TopicAccessProblems = { errors: [], conflicts: [], violations: [] };
  if (typed.access === undefined) return found;
  if (!Array.isArray(typed.access) || typed.access.length > MOST) {
    return { ...found, errors: [{ path: "access", message: `is a list of at most ${MOST}` }] };
  }

  const now = await databaseNow(db);
  for (const [index, item] of typed.access.entries()) {
    const at = `access.${index}`;
    const parsed = parsePart(at, TopicAccessItem, item);
    found.errors.push(...parsed.errors);
    if (!parsed.value) continue;
    const one = await problemsOf(db, typed, parsed.value, now);
    const moved = <Part extends { path: string }>(part: Part): Part => ({ ...part, path: `${at}.${part.path}` });
    found.errors.push(...one.errors.map(moved));
    found.conflicts.push(...one.conflicts.map(moved));
    found.violations.push(...one.violations.map(moved));
  }
  return found;
}

async function problemsOf(
  db: Connection,
  { actor, cluster, name, giver }: TypedAccess,
  { application: slug, expiresAt, ...rest }: TopicAccessItem,
  now: Date,
): Promise<TopicAccessProblems> {
  const application = await findApplication(db, slug);
  const decision = application && decide(actor, "access.request", applicationSubject(application));
  if (!application || !decision?.allowed) {
    return only({ path: "application", message: `${slug} is no application of a team of yours` });
  }
  const late = expiryProblem(expiresAt, now);
  const { terms, errors } = itemTerms({ ...rest, patternType: "LITERAL", topic: name }, application, "*");
  const wrong = [...(late ? [late] : []), ...(errors ?? []).filter(({ path }) => path !== "topic")];
  if (wrong.length > 0 || !terms) return { errors: wrong, conflicts: [], violations: [] };

  const patch = { terms, expiresAt: isoInstant(expiresAt), agreement: {} };
  const { conflict, admitted } = await assessAccess(db, { cluster, application, patch, pendingGiver: giver });
  return { errors: [], conflicts: conflict ? [conflict] : [], violations: admitted?.judged.violations ?? [] };
}

function only(error: FieldError): TopicAccessProblems {
  return { errors: [error], conflicts: [], violations: [] };
}
