import { ListTopicImports, type TopicImportRow } from "#lib/contract/topic-imports";
import { ok } from "#lib/domain/result";
import { defineQuery } from "../define-query.ts";
import { importProgress } from "../read/import-progress.ts";

/** The newest that are shown; `/requests` has all. */
const SHOWN = 20;

type Row = Omit<TopicImportRow, "id" | "createdAt"> & { id: bigint; createdAt: Date };

/** Requests to take over topics of a cluster, the newest first, each with how far it is. */
export const listTopicImports = defineQuery({
  name: "list-topic-imports",
  permission: "import.read",
  subject: { kind: "installation", id: "import", visibility: "everyone-signed-in" },
  input: ListTopicImports,
  async handle({ db }, { cluster }) {
    const rows = await db.$queryRaw<Row[]>`
      SELECT r.id, r.object_name AS name, r.state, r.created_at AS "createdAt",
        jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name) AS team, ${importProgress}
      FROM requests r JOIN teams t ON t.id = r.team_id
      WHERE r.cluster_slug = ${cluster} AND r.kind = 'topic.import' ORDER BY r.id DESC LIMIT ${SHOWN}`;
    const items = rows.map((row) => ({ ...row, id: Number(row.id), createdAt: row.createdAt.toISOString() }));
    return ok<{ items: TopicImportRow[] }>({ items });
  },
});
