import {
  alterClientQuotasV0,
  alterPartitionReassignmentsV0,
  alterUserScramCredentialsV0,
  consumerGroupDescribeV0,
  createAclsV2,
  createPartitionsV3,
  createTopicsV7,
  deleteAclsV2,
  deleteTopicsV6,
  describeAclsV2,
  describeClientQuotasV0,
  describeConfigsV4,
  describeGroupsV5,
  describeLogDirsV3,
  describeUserScramCredentialsV0,
  findCoordinatorV4,
  incrementalAlterConfigsV1,
  listGroupsV4,
  listGroupsV5,
  listOffsetsV7,
  listPartitionReassignmentsV0,
  metadataV12,
  offsetCommitV5,
  offsetFetchV8,
} from "@platformatic/kafka";
import { fetchApi } from "./fetch-api.ts";

/**
 * The protocol messages that Headgate sends, each in the lowest version that carries what is needed, so that the widest range of
 * brokers understands it: topic ids (Metadata 12, CreateTopics 7, DeleteTopics 6, Fetch 13), an error for the whole answer
 * (DescribeLogDirs 3), the newest record's time (ListOffsets 7), states of groups (ListGroups 4), several groups in one question
 * (FindCoordinator 4, OffsetFetch 8), the cluster's quota for changes (CreatePartitions 3), commits that are kept as long as the broker
 * keeps others (OffsetCommit 5).
 */
export const apis = {
  Metadata: metadataV12.api,
  CreateTopics: createTopicsV7.api,
  CreatePartitions: createPartitionsV3.api,
  DeleteTopics: deleteTopicsV6.api,
  DescribeConfigs: describeConfigsV4.api,
  IncrementalAlterConfigs: incrementalAlterConfigsV1.api,
  AlterPartitionReassignments: alterPartitionReassignmentsV0.api,
  ListPartitionReassignments: listPartitionReassignmentsV0.api,
  DescribeLogDirs: describeLogDirsV3.api,
  ListOffsets: listOffsetsV7.api,
  Fetch: fetchApi,
  DescribeAcls: describeAclsV2.api,
  CreateAcls: createAclsV2.api,
  DeleteAcls: deleteAclsV2.api,
  DescribeUserScramCredentials: describeUserScramCredentialsV0.api,
  AlterUserScramCredentials: alterUserScramCredentialsV0.api,
  DescribeClientQuotas: describeClientQuotasV0.api,
  AlterClientQuotas: alterClientQuotasV0.api,
  ListGroups: listGroupsV4.api,
  DescribeGroups: describeGroupsV5.api,
  FindCoordinator: findCoordinatorV4.api,
  OffsetFetch: offsetFetchV8.api,
  OffsetCommit: offsetCommitV5.api,
} as const;

/** Messages about newer kinds of groups, for brokers that have such groups: the types of groups (KIP-848, Kafka 3.8), and their members. */
export const newerApis = {
  ListGroups: listGroupsV5.api,
  ConsumerGroupDescribe: consumerGroupDescribeV0.api,
} as const;
