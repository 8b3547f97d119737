import type { Connection } from "../database.ts";

export type ProbeKind = "compatibility" | "sample" | "loss" | "offsets";

export type NewProbe = {
  cluster: string;
  kind: ProbeKind;
  /** For the worker alone. */
  question: Record<string, unknown>;
  askedBy: string;
  /** After so long nobody gets the answer any more. */
  seconds: number;
};

/** Asks the worker a question; whoever calls wakes it. */
export async function insertProbe(db: Connection, probe: NewProbe): Promise<{ probeId: string; expiresAt: Date }> {
  const [row] = await db.$queryRaw<{ probeId: string; expiresAt: Date }[]>`
    INSERT INTO probes (cluster_slug, kind, question, asked_by, expires_at)
    VALUES (${probe.cluster}, ${probe.kind}, ${JSON.stringify(probe.question)}::jsonb, ${probe.askedBy}::uuid,
      clock_timestamp() + make_interval(secs => ${probe.seconds}))
    RETURNING id AS "probeId", expires_at AS "expiresAt"`;
  if (!row) throw new Error("INSERT … RETURNING answered no row");
  return row;
}

/** How many questions of a person wait for an answer. Serialises, until the end of the transaction, whoever asks in the same name. */
export async function openProbes(db: Connection, userId: string): Promise<number> {
  await db.$queryRaw`
    SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended('probes of ' || ${userId}, 0))) AS locked`;
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM probes
    WHERE asked_by = ${userId}::uuid AND answered_at IS NULL AND expires_at > clock_timestamp()`;
  return row?.count ?? 0;
}

export type Probe = {
  id: string;
  cluster: string;
  kind: ProbeKind;
  question: { topic?: string; application?: string };
  /** As the worker wrote it; null while it has not. */
  answer: unknown;
};

/** A question that this person asked and that has not expired. */
export async function findProbe(db: Connection, id: string, askedBy: string): Promise<Probe | null> {
  const [row] = await db.$queryRaw<Probe[]>`
    SELECT id, cluster_slug AS cluster, kind, question, answer FROM probes
    WHERE id = ${id}::uuid AND asked_by = ${askedBy}::uuid AND expires_at > clock_timestamp()`;
  return row ?? null;
}
