import { z } from "zod";
import type { Navigation } from "#lib/contract/pages";
import { fail, ok } from "#lib/domain/result";
import { defineQuery } from "../define-query.ts";
import { requestsDecidableBy } from "../read/visible-to.ts";

const CAP = 99;

type Row = {
  id: string;
  name: string;
  email: string | null;
  platformRole: "none" | "auditor" | "admin";
  theme: "system" | "light" | "dark";
  approvals: number;
};

/** Who is signed in, their teams, and how many requests wait for them. Asked by every page, so it is two small reads. */
export const getNavigation = defineQuery({
  name: "get-navigation",
  permission: "topic.read",
  input: z.object({}),
  async handle({ actor, db }) {
    const [rows, teams] = await Promise.all([
      db.$queryRaw<Row[]>`
        SELECT u.id, u.name, u.email, u.platform_role AS "platformRole", u.theme,
          (SELECT count(*)::int FROM (SELECT FROM requests r WHERE ${requestsDecidableBy(actor)} LIMIT ${CAP}) AS waiting) AS approvals
        FROM users u WHERE u.id = ${actor.userId}::uuid`,
      db.$queryRaw<Navigation["teams"]>`
        SELECT id, slug, name FROM teams WHERE id = ANY (${actor.memberships.map((membership) => membership.teamId)}::uuid[]) ORDER BY slug`,
    ]);
    const [row] = rows;
    if (!row) return fail("not_found", "There is no such person.");

    const { approvals, ...person } = row;
    return ok<Navigation>({ person, approvals, waitingForMe: approvals, teams });
  },
});
