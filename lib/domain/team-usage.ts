/** What a team has on a cluster and what its other open requests ask for there. Bytes are int64 in text. */
export type TeamUsage = {
  topics: number;
  partitions: number;
  bytes: string;
  pendingTopics: number;
  pendingPartitions: number;
  pendingBytes: string;
};
