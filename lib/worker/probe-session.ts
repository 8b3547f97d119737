import type { ClusterAdmin } from "#lib/kafka/cluster-admin";
import type { MessageReader } from "#lib/kafka/message-reader";
import type { SubjectRegistry } from "#lib/registry/subject-registry";
import type { LeasedSession } from "./cluster-session.ts";

/** What questions about a cluster are answered from. */
export type ReadingAdmin = Pick<
  ClusterAdmin,
  "describeTopics" | "listGroups" | "committedOffsets" | "offsetsAt" | "topicFigures"
>;

/** What answers questions about one cluster: whoever holds its lease, so that one worker does, though reading needs none. */
export type ProbeSession = Omit<LeasedSession, "lease"> & {
  /** For reading only: what changes a cluster needs its lease. */
  readonly admin: ReadingAdmin;
  readonly reader: MessageReader;
  /** Null where the cluster has none. */
  readonly registry: SubjectRegistry | null;
};
