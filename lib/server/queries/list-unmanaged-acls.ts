import { ListUnmanagedAcls, type UnmanagedAcl } from "#lib/contract/access";
import type { Page } from "#lib/contract/common";
import { join, type Sql, sql } from "#lib/db/database";
import { ok } from "#lib/domain/result";
import { defineQuery } from "../define-query.ts";
import { containing } from "../read/containing.ts";
import { decodeCursor, pageFrom } from "../read/cursor.ts";
import { aclOrder, readUnmanagedAcls } from "../read/unmanaged-acls.ts";

const PLACE = ["string", "string", "string", "string", "string", "string", "string"] as const;

/** ACLs on a cluster that nobody granted, by principal; each with the application whose principal it is, so that it can be adopted by asking. */
export const listUnmanagedAcls = defineQuery({
  name: "list-unmanaged-acls",
  permission: "acl.read",
  subject: { kind: "installation", id: "acls", visibility: "everyone-signed-in" },
  input: ListUnmanagedAcls,
  async handle({ db }, { cluster, q, cursor, limit }) {
    const place = decodeCursor(cursor, PLACE);
    if (!place.ok) return place;

    const conditions: Sql[] = [sql`true`];
    if (q) conditions.push(sql`(o.principal ILIKE ${containing(q)} OR o.resource_name ILIKE ${containing(q)})`);
    if (place.value) conditions.push(sql`(${aclOrder}) > (${join(place.value.map((part) => sql`${part}`))})`);
    const rows = await readUnmanagedAcls(db, cluster, join(conditions, " AND "), limit + 1);
    return ok<Page<UnmanagedAcl>>(pageFrom(rows, limit, (row) => row, placeOf));
  },
});

function placeOf(row: UnmanagedAcl): string[] {
  const { principal, resourceType, patternType, resourceName, operation, permissionType, host } = row;
  return [principal, resourceType, patternType, resourceName, operation, permissionType, host];
}
