import { randomUUID } from "node:crypto";
import { type OwnershipTransferRequested, RequestOwnershipTransfer } from "#lib/contract/ownership";
import type { Connection } from "#lib/db/database";
import { declaredClusters } from "#lib/db/stores/clusters";
import { clustersOfOwner, type Named } from "#lib/db/stores/ownership";
import { type LockedTeam, lockTeamsBySlug } from "#lib/db/stores/teams";
import { fail } from "#lib/domain/result";
import { type Context, defineCommand, type Handled } from "../define-command.ts";
import { submitTransfer } from "../ownership/submit-transfer.ts";
import { inOne } from "../requests/in-one.ts";

/** Asks for things of one team to become another's: one request, or of everything one per cluster in a bundle, all or none. */
export const requestOwnershipTransfer = defineCommand({
  name: "request-ownership-transfer",
  permission: "ownership.transfer",
  input: RequestOwnershipTransfer,
  async subject(db, { from: giving, to: taking }) {
    const teams = await lockTeamsBySlug(db, [giving, taking]);
    const from = teams.get(giving);
    if (!from) return null;
    return {
      from,
      to: teams.get(taking) ?? null,
      subject: { kind: "team", id: from.id, teamId: from.id, visibility: "everyone-signed-in" },
    };
  },
  async handle(context, asked, { from, to }) {
    if (!to) {
      const message = `There is no team ${asked.to}.`;
      return fail("invalid_input", message, { errors: [{ path: "to", message }] });
    }
    const sides = { from, to, reason: asked.reason };
    if (asked.everything) return transferEverything(context, sides, asked.cluster);

    const { cluster = "", topics, subjects, applications, prefixes } = asked;
    const given = { topics, subjects, applications, prefixes };
    const one = { ...sides, cluster, named: given, given, bundleId: null, after: null };
    const submitted = await submitTransfer(context, one);
    return submitted.ok ? inOne([submitted], (requests) => ({ requests })) : submitted;
  },
});

type Sides = { from: LockedTeam; to: LockedTeam; reason: string };

const ALL: Named = { topics: null, subjects: null, applications: null, prefixes: null };
/** What later requests of a bundle leave to the first. */
const OF_THE_CLUSTER: Named = { ...ALL, applications: [], prefixes: [] };

async function transferEverything(
  context: Context,
  sides: Sides,
  only: string | undefined,
): Promise<Handled<OwnershipTransferRequested>> {
  const clusters = only === undefined ? await clustersToLeave(context.db, sides.from) : [only];
  if (clusters.length === 0) return fail("conflict", "No cluster is declared yet, so there is nothing to transfer on.");
  const bundleId = clusters.length > 1 ? randomUUID() : null;

  const submitted = [];
  let after: { requestId: number; prefixes: readonly string[] } | null = null;
  for (const cluster of clusters) {
    const named = after === null ? ALL : OF_THE_CLUSTER;
    const one = await submitTransfer(context, { ...sides, cluster, named, given: null, bundleId, after });
    if (!one.ok) return one;
    after ??= { requestId: one.value.id, prefixes: sides.from.prefixes };
    submitted.push(one);
  }
  return inOne(submitted, (requests) => ({ requests }));
}

/** Where the team owns something; what is of no cluster goes with the first, whichever that is. */
async function clustersToLeave(db: Connection, from: LockedTeam): Promise<string[]> {
  const owning = await clustersOfOwner(db, from.id);
  if (owning.length > 0) return owning;
  const [first] = await declaredClusters(db);
  return first ? [first.slug] : [];
}
