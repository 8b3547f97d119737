import type { Allowed } from "#lib/contract/common";
import type { SubjectView } from "#lib/contract/subjects";
import type { Connection } from "#lib/db/database";
import type { Actor } from "#lib/domain/actor";
import type { Permission } from "#lib/domain/permission";
import { decide } from "#lib/policy/decide";
import { allowedTo } from "../read/allowed.ts";
import { subjectOwner } from "./subject-owner.ts";

type About = Pick<SubjectView, "cluster" | "subject" | "topic" | "state" | "team">;

const NOT_NOW: Allowed = { allowed: false, needed: null };

/** What an actor may do with a subject as it stands. One that nobody manages has to be adopted before anything else is asked about it. */
export async function mayDoWithSubject(db: Connection, actor: Actor, subject: About): Promise<SubjectView["may"]> {
  const { cluster, subject: id, topic, state } = subject;
  const owner = subject.team ?? (await subjectOwner(db, cluster, id, topic));
  const may = (permission: Permission) =>
    allowedTo(
      decide(actor, permission, {
        ...{ kind: "subject", id, visibility: "everyone-signed-in" },
        ...(owner ? { teamId: owner.id } : {}),
      }),
    );
  return {
    request: state === "unmanaged" ? { allowed: false, needed: "It has to be adopted first." } : may("schema.request"),
    adopt: state === "unmanaged" || state === "drifted" ? may("subject.adopt") : NOT_NOW,
    revert: state === "drifted" ? may("subject.revert") : NOT_NOW,
    retry: state === "blocked" ? may("subject.retry") : NOT_NOW,
  };
}
