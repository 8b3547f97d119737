import { LeaseLost } from "#lib/db/worker-stores/cluster-leases";
import { RegistryCallFailed, type SubjectRegistry } from "#lib/registry/subject-registry";
import type { LeasedSession, Suspicions } from "./cluster-session.ts";

/** Steps between which a worker may die; tests die there. */
export type RegistryCheckpoint =
  | "taken"
  | "attempt-recorded"
  | "lowering-recorded"
  | "level-written"
  | "registered"
  | "deleted"
  | "verified"
  | "committed";

/** The schema registry of one cluster in the hands of one worker. As with a cluster, nothing may depend on what is remembered here. */
export type RegistrySession = LeasedSession & {
  readonly registry: SubjectRegistry;
  readonly checkpoint: (step: RegistryCheckpoint) => void;
  /** What the last sweep saw of managed subjects that are not as they are said to be. */
  suspicions: Suspicions;
  /** How often an admin had confirmed the cluster when the mass-change guard fired; one time more is the word that the answer is right. */
  guardedAtConfirmation: number | null;
  /** How many sweeps there were; each reads some known versions again. */
  sweeps: number;
  /** Until when a write to a subject that got no answer may still be carried out, by subject id and the monotonic clock. */
  readonly unanswered: Map<string, number>;
};

/** A session that has not looked at anything yet. */
export function openRegistrySession(
  parts: LeasedSession & { registry: SubjectRegistry; checkpoint?: RegistrySession["checkpoint"] },
): RegistrySession {
  return {
    ...parts,
    checkpoint: parts.checkpoint ?? (() => undefined),
    suspicions: new Map(),
    guardedAtConfirmation: null,
    sweeps: 0,
    unanswered: new Map(),
  };
}

/**
 * Sends one write about a subject, unless the lease may be over before it is answered.
 * @throws LeaseLost, RegistryCallFailed
 */
export async function writeToRegistry<T>(
  session: RegistrySession,
  subjectId: string,
  write: (registry: SubjectRegistry) => Promise<T>,
): Promise<T> {
  if (session.signal.aborted || !session.lease.mayWrite()) throw new LeaseLost(session.slug);
  try {
    return await write(session.registry);
  } catch (error) {
    if (error instanceof RegistryCallFailed) {
      session.lease.noteUnansweredWrite();
      session.unanswered.set(subjectId, performance.now() + session.registry.requestTimeoutMs);
    }
    throw error;
  }
}

/** How long a write to this subject that got no answer may still be carried out, in ms. */
export function unansweredForMs(session: RegistrySession, subjectId: string): number {
  return Math.max(0, (session.unanswered.get(subjectId) ?? 0) - performance.now());
}
