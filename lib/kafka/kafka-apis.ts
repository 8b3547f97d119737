import {
  alterClientQuotasV0,
  alterUserScramCredentialsV0,
  createAclsV2,
  createTopicsV7,
  deleteAclsV2,
  describeAclsV2,
  describeClientQuotasV0,
  describeConfigsV4,
  describeGroupsV5,
  describeLogDirsV3,
  describeUserScramCredentialsV0,
  findCoordinatorV4,
  listGroupsV4,
  listOffsetsV7,
  metadataV12,
  offsetFetchV8,
} from "@platformatic/kafka";
import { fetchApi } from "./fetch-api.ts";

/**
 * The protocol messages that Headgate sends, each in the lowest version that carries what is needed, so that the widest range of
 * brokers understands it: topic ids (Metadata 12, CreateTopics 7, Fetch 13), an error for the whole answer (DescribeLogDirs 3), the newest
 * record's time (ListOffsets 7), states of groups (ListGroups 4), several groups in one question (FindCoordinator 4, OffsetFetch 8).
 */
export const apis = {
  Metadata: metadataV12.api,
  CreateTopics: createTopicsV7.api,
  DescribeConfigs: describeConfigsV4.api,
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
} as const;
