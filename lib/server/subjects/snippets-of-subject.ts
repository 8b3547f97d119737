import type { SubjectView } from "#lib/contract/subjects";
import type { Connection } from "#lib/db/database";
import type { Listener } from "#lib/domain/cluster";
import type { SubjectPart, SubjectStrategy } from "#lib/domain/subject-name";
import { subjectSnippets } from "#lib/domain/subject-snippets";

type About = Pick<SubjectView, "cluster" | "subject" | "topic" | "schemaType"> & {
  strategy: SubjectStrategy | null;
  part: SubjectPart | null;
};

/** Stands where only the reader knows the name. */
const YOURS = { topic: "your-topic", principal: "your-principal" };

/** Programs that use a subject, by the first listener of its cluster; none without a registry or a listener. */
export async function snippetsOfSubject(
  db: Connection,
  about: About,
  recordName: string | null,
): Promise<SubjectView["snippets"]> {
  const { cluster, subject, topic, schemaType, strategy, part } = about;
  const [row] = await db.$queryRaw<{ registryUrl: string | null; listeners: Listener[] }[]>`
    SELECT registry_url AS "registryUrl", listeners FROM clusters WHERE slug = ${cluster}`;
  const [listener] = row?.listeners ?? [];
  if (!row?.registryUrl || !listener) return [];

  const { bootstrapServers, securityProtocol, saslMechanism = null } = listener;
  return subjectSnippets({
    settings: { bootstrapServers, securityProtocol, saslMechanism, principal: YOURS.principal },
    registryUrl: row.registryUrl,
    ...{ subject, schemaType, recordName, topic: topic ?? YOURS.topic },
    ...{ strategy: strategy ?? "TopicNameStrategy", part: part ?? "value" },
  });
}
