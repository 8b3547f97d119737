import { z } from "zod";
import { RequestId, Uuid } from "#lib/contract/common";
import type { AuditRow } from "#lib/contract/platform";
import { sql } from "#lib/db/database";
import type { Actor } from "#lib/domain/actor";
import { ok } from "#lib/domain/result";
import { defineQuery } from "../define-query.ts";
import { readAudit } from "../read/audit-rows.ts";
import { requestsVisibleTo } from "../read/visible-to.ts";

const GetHistory = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("topic"), id: Uuid }),
  z.strictObject({ kind: z.literal("request"), id: RequestId }),
]);

/** Events of one object; the newest this many. The audit page shows all of them to those who may. */
const SHOWN = 200;

/**
 * What happened to one topic or one request, from the audit trail. Of a topic everyone sees what became of it; what belongs to a
 * request shows to those who may see that request.
 */
export const getHistory = defineQuery({
  name: "get-history",
  permission: "topic.read",
  input: GetHistory,
  async handle({ actor, db }, { kind, id }) {
    const about = kind === "topic" ? eventsOfTopic(id) : sql`a.request_id = ${id}`;
    const items = await readAudit(db, sql`${about} AND ${visible(actor)}`, SHOWN);
    return ok<{ items: AuditRow[] }>({ items });
  },
});

function eventsOfTopic(id: string) {
  return sql`((a.object_kind = 'topic' AND a.object_id = ${id})
    OR a.request_id IN (SELECT r.id FROM requests r WHERE r.topic_id = ${id}::uuid))`;
}

function visible(actor: Actor) {
  return sql`((a.request_id IS NULL AND a.object_kind = 'topic')
    OR EXISTS (SELECT FROM requests r WHERE r.id = a.request_id AND ${requestsVisibleTo(actor)}))`;
}
