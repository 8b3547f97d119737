import type { Connection } from "#lib/db/database";
import type { Application } from "#lib/db/stores/applications";
import { FRESH_FOR_MINUTES, freshOffsets, grantedGroup, openResetOf } from "#lib/db/stores/offset-resets";
import type { Cluster } from "#lib/domain/cluster";
import { activeGroupProblem, GroupOffsets } from "#lib/domain/group-offsets";
import type { OffsetTarget } from "#lib/domain/request-kind";
import type { FieldError } from "#lib/domain/result";
import type { Judgement } from "../requests/request-kind.ts";
import { judgeReset } from "./judge-reset.ts";

export type ResetAsked = {
  cluster: Cluster;
  application: Application;
  group: string;
  topic: string;
  target: OffsetTarget;
};

/** What stands against a reset, and what the worker saw and would do, as far as it looked. */
export type AssessedReset = {
  /** The group is not the application's on that topic. */
  error: FieldError | null;
  /** It cannot be asked for now. */
  conflict: FieldError | null;
  seen: GroupOffsets | null;
  judged: Judgement<"group.reset"> | null;
};

/** Assesses a reset of a group's offsets by the worker's newest look at this target. Reads only. */
export async function assessReset(db: Connection, asked: ResetAsked): Promise<AssessedReset> {
  const { cluster, application, group, topic, target } = asked;
  const about = { cluster: cluster.slug, group, topic };
  const error = await notGranted(db, application, about);
  if (error) return { error, conflict: null, seen: null, judged: null };

  const open = await openResetOf(db, about);
  const looked = await freshOffsets(db, about, target);
  if (looked === null) {
    const message = `Nobody has looked at ${group} for this target in the last ${FRESH_FOR_MINUTES} minutes: ask for a look first (POST /api/v1/offset-probes).`;
    return { error: null, conflict: { path: "target", message }, seen: null, judged: null };
  }
  const seen = GroupOffsets.parse(looked);
  const judged = judgeReset({ ...about, ...{ cluster, target, seen, team: application.team } });
  const taken = open === null ? null : `It is asked for already, by request ${open}.`;
  const message = taken ?? problemOf(group, topic, seen, judged);
  return { error: null, conflict: message === null ? null : { path: "group", message }, seen, judged };
}

/** Why the application may not have this group set on this topic, by the field that is wrong; null when it may. */
export async function notGranted(
  db: Connection,
  { id, slug }: Pick<Application, "id" | "slug">,
  about: { cluster: string; group: string; topic: string },
): Promise<FieldError | null> {
  const granted = await grantedGroup(db, id, about);
  if (!granted.topic)
    return { path: "topic", message: `${slug} has no active grant to consume ${about.topic} on ${about.cluster}.` };
  if (granted.group) return null;
  return { path: "group", message: `${slug} was not granted to consume ${about.topic} with the group ${about.group}.` };
}

function problemOf(
  group: string,
  topic: string,
  seen: GroupOffsets,
  { plan }: Judgement<"group.reset">,
): string | null {
  if (seen.type === "share") return `${group} is a share group: Kafka keeps no offsets of it that could be set.`;
  const active = activeGroupProblem(group, seen);
  if (active) return active;
  return plan.changes.length === 0 ? `${group} is there already: nothing would change in ${topic}.` : null;
}
