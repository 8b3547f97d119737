import { GetOffsetForm, type OffsetForm } from "#lib/contract/offset-resets";
import type { Database } from "#lib/db/database";
import { grantedGroup, groupsOnTopic } from "#lib/db/stores/offset-resets";
import type { Actor } from "#lib/domain/actor";
import { ok } from "#lib/domain/result";
import { decide } from "#lib/policy/decide";
import { applicationSubject } from "../applications/application-subject.ts";
import { defineQuery } from "../define-query.ts";
import { teamsOf } from "../read/visible-to.ts";

/** What the form for a group's offsets needs: the groups of this person's applications that may consume the topic. */
export const getOffsetForm = defineQuery({
  name: "get-offset-form",
  permission: "group.reset",
  input: GetOffsetForm,
  async handle({ actor, db }, { cluster = null, topic = null, group = null }) {
    const applications = cluster && topic ? await withGroups(db, actor, { cluster, topic, group }) : [];
    return ok<OffsetForm>({ cluster, topic, group, applications });
  },
});

type Wanted = { cluster: string; topic: string; group: string | null };

async function withGroups(db: Database, actor: Actor, wanted: Wanted): Promise<OffsetForm["applications"]> {
  const own = await db.$queryRaw<Omit<OffsetForm["applications"][number] & { id: string }, "groups">[]>`
    SELECT a.id, a.slug, a.name, jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name) AS team
    FROM applications a JOIN teams t ON t.id = a.team_id WHERE a.team_id = ANY (${teamsOf(actor)}::uuid[]) ORDER BY a.slug LIMIT 500`;
  const found = [];
  for (const { id, ...application } of own) {
    if (!decide(actor, "group.reset", applicationSubject({ id, team: application.team })).allowed) continue;
    const groups = await groupsOf(db, id, wanted);
    if (groups.length > 0) found.push({ ...application, groups });
  }
  return found;
}

/** Also the group that is asked about, which nobody may have seen on the topic yet. */
async function groupsOf(db: Database, id: string, { cluster, topic, group }: Wanted): Promise<string[]> {
  const groups = await groupsOnTopic(db, id, { cluster, topic });
  if (group === null || groups.includes(group)) return groups;
  const granted = await grantedGroup(db, id, { cluster, topic, group });
  return granted.group ? [group, ...groups] : groups;
}
