import { refused } from "./answers.ts";
import type { Answer, ClusterAdmin, ClusterError } from "./cluster-admin.ts";
import type { MessageReader } from "./message-reader.ts";

/**
 * One call as a fault sees it: which method, about which items: topics, users, groups, or ACL bindings by their `bindingKey`; a listing
 * of one principal's ACLs names that principal. None for calls about the whole cluster.
 */
export type ClusterCall = {
  method: Exclude<keyof ClusterAdmin | keyof MessageReader, "requestTimeoutMs" | "close">;
  names: readonly string[];
};

/** What may go wrong, decided by the test; each is consulted on every call. */
export type ClusterFaults = {
  /** Before the cluster sees the call: what it throws (or rejects with) is what the caller gets, and nothing happened. */
  before?(call: ClusterCall): void | Promise<void>;
  /**
   * For each item of a call: the error with which this item alone is refused. Where the answer has no room for an error (figures,
   * groups, offsets) the item is left out of it.
   */
  refuse?(call: ClusterCall, name: string): ClusterError | undefined;
  /** After the call took effect: what it throws is a lost reply. */
  after?(call: ClusterCall): void | Promise<void>;
};

/** {@link ClusterFaults.refuse} for one call. */
export type Refuse = (name: string) => ClusterError | undefined;

/** What somebody else does to a cluster in memory meets no faults. */
export const nothingRefused: Refuse = () => undefined;

/** One answer per name: the fault's where there is one, else the cluster's. */
export function each<T>(
  names: readonly string[],
  refuse: Refuse,
  answerOf: (name: string) => Answer<T>,
): Map<string, Answer<T>> {
  return new Map(
    names.map((name) => {
      const error = refuse(name);
      return [name, error ? refused(error) : answerOf(name)];
    }),
  );
}
