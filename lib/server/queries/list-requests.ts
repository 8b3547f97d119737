import type { Page } from "#lib/contract/common";
import { ListRequests, type RequestSummary } from "#lib/contract/requests";
import { join, type Sql, sql } from "#lib/db/database";
import { ok } from "#lib/domain/result";
import { defineQuery } from "../define-query.ts";
import { decodeCursor, pageFrom } from "../read/cursor.ts";
import { readSummaries, toSummary } from "../read/request-summary.ts";
import { requestsDecidableBy, requestsVisibleTo } from "../read/visible-to.ts";

/** Requests that the caller may see, newest first. */
export const listRequests = defineQuery({
  name: "list-requests",
  permission: "request.read",
  input: ListRequests,
  async handle({ actor, db }, { state, team, mine, decidable, cursor, limit }) {
    const place = decodeCursor(cursor, ["number"] as const);
    if (!place.ok) return place;

    const conditions: Sql[] = [requestsVisibleTo(actor)];
    if (state) conditions.push(sql`r.state = ${state}`);
    if (team) conditions.push(sql`t.slug = ${team}`);
    if (mine) conditions.push(sql`r.requester_id = ${actor.userId}::uuid`);
    if (decidable) conditions.push(requestsDecidableBy(actor));
    if (place.value) conditions.push(sql`r.id < ${place.value[0]}`);

    const rows = await readSummaries(db, join(conditions, " AND "), sql`r.id DESC`, limit + 1);
    return ok<Page<RequestSummary>>(pageFrom(rows, limit, toSummary, (row) => [Number(row.id)]));
  },
});
