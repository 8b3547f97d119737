import type { Page } from "#lib/contract/common";
import { ListUsers, type UserRow } from "#lib/contract/users";
import { join, type Sql, sql } from "#lib/db/database";
import { LOCAL_ISSUER } from "#lib/db/stores/users";
import { ok } from "#lib/domain/result";
import { defineQuery } from "../define-query.ts";
import { containing } from "../read/containing.ts";
import { decodeCursor, pageFrom } from "../read/cursor.ts";

type Row = Omit<UserRow, "createdAt"> & { createdAt: Date };

/** All people by name, for the platform and auditors. */
export const listUsers = defineQuery({
  name: "list-users",
  permission: "user.read",
  input: ListUsers,
  subject: { kind: "user", id: "all", visibility: "everyone-signed-in" },
  async handle({ db }, { q, cursor, limit }) {
    const place = decodeCursor(cursor, ["string", "string"] as const);
    if (!place.ok) return place;

    const conditions: Sql[] = [sql`true`];
    if (q) conditions.push(sql`(u.name ILIKE ${containing(q)} OR u.email ILIKE ${containing(q)})`);
    if (place.value) conditions.push(sql`(u.name, u.id::text) > (${place.value[0]}, ${place.value[1]})`);
    const rows = await db.$queryRaw<Row[]>`
      SELECT u.id, u.name, u.email, u.platform_role AS "platformRole", u.disabled_at IS NOT NULL AS disabled,
        ARRAY(SELECT CASE WHEN i.issuer = ${LOCAL_ISSUER} THEN 'password' ELSE i.issuer END
          FROM identities i WHERE i.user_id = u.id ORDER BY 1) AS "signIn",
        coalesce((SELECT jsonb_agg(jsonb_build_object('slug', t.slug, 'role', m.role) ORDER BY t.slug)
          FROM (SELECT team_id, CASE WHEN bool_or(role = 'owner') THEN 'owner' ELSE 'member' END AS role
            FROM memberships WHERE user_id = u.id GROUP BY team_id) m JOIN teams t ON t.id = m.team_id), '[]') AS teams,
        u.created_at AS "createdAt", u.version
      FROM users u WHERE ${join(conditions, " AND ")} ORDER BY u.name, u.id::text LIMIT ${limit + 1}`;
    const item = ({ createdAt, ...row }: Row): UserRow => ({ ...row, createdAt: createdAt.toISOString() });
    return ok<Page<UserRow>>(pageFrom(rows, limit, item, (row) => [row.name, row.id]));
  },
});
