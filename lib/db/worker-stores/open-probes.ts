import { type Connection, sql } from "../database.ts";
import { storableJson } from "../storable-json.ts";
import { removeSome } from "./remove-some.ts";

/** A question that waits for an answer; `question` is as web wrote it. */
export type OpenProbe = { id: string; kind: "compatibility" | "sample" | "loss" | "offsets"; question: unknown };

export type ProbeAnswer = { ok: true; value: unknown } | { ok: false; message: string };

/** Questions about a cluster that somebody still waits for, oldest first, without those that are being answered. */
export async function findOpenProbes(
  db: Connection,
  cluster: string,
  except: readonly string[],
  limit: number,
): Promise<OpenProbe[]> {
  return db.$queryRaw`
    SELECT id, kind, question FROM probes
    WHERE cluster_slug = ${cluster} AND answered_at IS NULL AND expires_at > clock_timestamp() AND id <> ALL(${[...except]}::uuid[])
    ORDER BY asked_at LIMIT ${limit}::int`;
}

/** Gives the answer, unless somebody gave one or nobody waits any more. */
export async function answerProbe(db: Connection, id: string, answer: ProbeAnswer): Promise<void> {
  await db.$executeRaw`
    UPDATE probes SET answer = ${storableJson(answer)}::jsonb, answered_at = clock_timestamp()
    WHERE id = ${id}::uuid AND answered_at IS NULL AND expires_at > clock_timestamp()`;
}

/** Removes what expired: questions, and answers with the data in them. */
export function forgetProbes(db: Connection, most: number): Promise<number> {
  return removeSome(db, sql`probes`, sql`old.expires_at <= now()`, most);
}
