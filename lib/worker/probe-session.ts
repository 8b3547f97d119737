import type { MessageReader } from "#lib/kafka/message-reader";
import type { SubjectRegistry } from "#lib/registry/subject-registry";
import type { LeasedSession } from "./cluster-session.ts";

/** What answers questions about one cluster: whoever holds its lease, so that one worker does, though reading needs none. */
export type ProbeSession = Omit<LeasedSession, "lease"> & {
  readonly reader: MessageReader;
  /** Null where the cluster has none. */
  readonly registry: SubjectRegistry | null;
};
