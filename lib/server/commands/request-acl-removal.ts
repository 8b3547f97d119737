import { RequestAclRemoval } from "#lib/contract/access";
import type { Connection } from "#lib/db/database";
import { openRemovalOf } from "#lib/db/stores/acl-observations";
import { findCluster } from "#lib/db/stores/clusters";
import { findTeamById, lockTeam, lockTeams } from "#lib/db/stores/teams";
import { type AclBinding, bindingKey } from "#lib/domain/acl-binding";
import type { Actor } from "#lib/domain/actor";
import { fail } from "#lib/domain/result";
import { bare, judgeRemoval, removalName } from "../access/judge-removal.ts";
import { ownersOf, removableAcls } from "../access/removable-acls.ts";
import { defineCommand } from "../define-command.ts";
import { unknownCluster } from "../requests/refusals.ts";
import { submitRequest } from "../requests/submit-request.ts";

/** Asks for ACLs that nobody granted to be deleted; the owner of what they name decides, else the platform. */
export const requestAclRemoval = defineCommand({
  name: "request-acl-removal",
  permission: "acl.request-removal",
  input: RequestAclRemoval,
  async subject(db, { cluster, team: slug, bindings }) {
    await lockTeams(db, await sidesOf(db, slug, cluster, bindings));
    const team = await lockTeam(db, slug);
    return team && { team, subject: { kind: "team", id: team.id, teamId: team.id, visibility: "everyone-signed-in" } };
  },
  async handle(context, { cluster: slug, bindings: asked, reason }, { team: askingTeam }) {
    const { actor, db } = context;
    const cluster = await findCluster(db, slug);
    if (!cluster) return unknownCluster(slug);

    const bindings = await visible(db, actor, askingTeam.id, { cluster: slug, asked });
    const gone = asked.findIndex((one) => !bindings.some((other) => bindingKey(other) === bindingKey(one)));
    if (gone !== -1) return notRemovable(slug, gone);
    const open = await openRemovalOf(db, slug, bindings, null);
    if (open !== null) return fail("conflict", "It is asked for already.", { extra: { requestId: open } });

    const [owner, ...others] = await ownersOf(db, slug, bindings);
    if (others.length > 0) {
      const message = "name topics of several teams; ask for those of each team alone";
      return fail("invalid_input", `The bindings ${message}.`, { errors: [{ path: "bindings", message }] });
    }
    const team = owner === undefined ? askingTeam : ((await findTeamById(db, owner)) ?? askingTeam);
    const name = removalName(bindings);
    const judged = await judgeRemoval(db, { cluster: slug, name, bindings, team, owned: owner !== undefined });
    return submitRequest(context, {
      asked: { kind: "acl.remove", cluster: slug, name, team, askingTeam, reason },
      judged,
    });
  },
});

async function sidesOf(db: Connection, slug: string, cluster: string, bindings: readonly AclBinding[]) {
  const rows = await db.$queryRaw<{ id: string }[]>`SELECT id FROM teams WHERE slug = ${slug}`;
  return [...rows.map(({ id }) => id), ...(await ownersOf(db, cluster, bindings))];
}

/** What may be removed, as far as these people may know of it: the platform all, a team what names its topics or is of its applications. */
async function visible(
  db: Connection,
  actor: Actor,
  teamId: string,
  { cluster, asked }: { cluster: string; asked: readonly AclBinding[] },
): Promise<AclBinding[]> {
  const removable = await removableAcls(db, cluster, asked);
  if (actor.platformRole === "admin") return removable.map(bare);

  const seen = [];
  for (const binding of removable) {
    const own = binding.application?.teamId === teamId || (await ownersOf(db, cluster, [binding])).includes(teamId);
    if (own) seen.push(bare(binding));
  }
  return seen;
}

function notRemovable(cluster: string, index: number) {
  const message = `is no ACL on ${cluster} that nobody granted and that your team may ask to be removed`;
  return fail("conflict", `bindings.${index}: ${message}.`, { errors: [{ path: `bindings.${index}`, message }] });
}
