import { z } from "zod";
import { RequestId, Uuid } from "#lib/contract/common";
import type { AuditRow } from "#lib/contract/platform";
import { type Sql, sql } from "#lib/db/database";
import type { Actor } from "#lib/domain/actor";
import { ok } from "#lib/domain/result";
import { defineQuery } from "../define-query.ts";
import { readAudit } from "../read/audit-rows.ts";
import { applicationsVisibleTo, requestsVisibleTo } from "../read/visible-to.ts";

const GetHistory = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("topic"), id: Uuid }),
  z.strictObject({ kind: z.literal("application"), id: Uuid }),
  z.strictObject({ kind: z.literal("request"), id: RequestId }),
]);

/** Events of one object; the newest this many. The audit page shows all of them to those who may. */
const SHOWN = 200;

/**
 * What happened to one topic, application or request, from the audit trail. Of a topic everyone sees what became of it, of an application, its
 * principals and its grants whoever may see it; what belongs to a request shows to those who may see that request.
 */
export const getHistory = defineQuery({
  name: "get-history",
  permission: "topic.read",
  input: GetHistory,
  async handle({ actor, db }, asked) {
    const items = await readAudit(db, eventsOf(actor, asked), SHOWN);
    return ok<{ items: AuditRow[] }>({ items });
  },
});

function eventsOf(actor: Actor, asked: z.infer<typeof GetHistory>): Sql {
  switch (asked.kind) {
    case "topic":
      return sql`${eventsOfTopic(asked.id)} AND ((a.request_id IS NULL AND a.object_kind = 'topic') OR ${ofVisibleRequest(actor)})`;
    case "application":
      return sql`${eventsOfApplication(asked.id)} AND ${applicationIsVisible(actor, asked.id)}
        AND (a.request_id IS NULL OR ${ofVisibleRequest(actor)})`;
    case "request":
      return sql`a.request_id = ${asked.id} AND ${ofVisibleRequest(actor)} AND NOT ${ofImportedTopic}`;
  }
}

function eventsOfTopic(id: string): Sql {
  return sql`((a.object_kind = 'topic' AND a.object_id = ${id})
    OR a.request_id IN (SELECT r.id FROM requests r WHERE r.topic_id = ${id}::uuid))`;
}

function eventsOfApplication(id: string): Sql {
  return sql`((a.object_kind = 'application' AND a.object_id = ${id})
    OR (a.object_kind = 'principal' AND a.object_id IN (SELECT p.id::text FROM principals p WHERE p.application_id = ${id}::uuid))
    OR (a.object_kind = 'grant' AND a.object_id IN (SELECT g.id::text FROM grants g WHERE g.application_id = ${id}::uuid))
    OR a.request_id IN (SELECT r.id FROM requests r WHERE r.application_id = ${id}::uuid))`;
}

/** What befell each of thousands of topics stands in its own history; in the import's it would hide who decided. */
const ofImportedTopic = sql`(a.object_kind = 'topic'
  AND EXISTS (SELECT FROM requests i WHERE i.id = a.request_id AND i.kind = 'topic.import'))`;

/** In a query of its own, where `a` is the application and not the event. */
function applicationIsVisible(actor: Actor, id: string): Sql {
  return sql`EXISTS (SELECT FROM applications a WHERE a.id = ${id}::uuid AND ${applicationsVisibleTo(actor)})`;
}

function ofVisibleRequest(actor: Actor): Sql {
  return sql`EXISTS (SELECT FROM requests r WHERE r.id = a.request_id AND ${requestsVisibleTo(actor)})`;
}
