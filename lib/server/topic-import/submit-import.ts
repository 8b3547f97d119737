import type { RequestSubmitted } from "#lib/contract/topic-requests";
import { claimOwners } from "#lib/db/stores/unowned-topics";
import { fail, ok } from "#lib/domain/result";
import type { Context, Handled } from "../define-command.ts";
import { submitRequest } from "../requests/submit-request.ts";
import { type ImportCase, importName, judgeImport } from "./judge-import.ts";

type NewImport = ImportCase & { reason: string; bundleId: string | null };

/**
 * Stores a request for topics to become one team's, whoever asks for it: the platform or the team. Call it under the team's lock and under
 * `lockUnowned`, with topics that were found free.
 */
export async function submitImport(context: Context, asked: NewImport): Promise<Handled<RequestSubmitted>> {
  const { cluster, team, sights, reason, bundleId } = asked;
  const names = sights.map(({ name }) => name);
  return submitRequest(context, {
    asked: {
      kind: "topic.import",
      cluster: cluster.slug,
      name: importName(names),
      team,
      askingTeam: team,
      reason,
      bundleId,
    },
    judged: await judgeImport(context.db, asked),
    async hold(id) {
      const claimed = await claimOwners(context.db, cluster.slug, names, id);
      return claimed ? ok(null) : fail("conflict", "Some of these topics were asked for just now.");
    },
  });
}
