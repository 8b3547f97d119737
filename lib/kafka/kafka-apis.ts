import { createTopicsV7, describeConfigsV4, describeLogDirsV3, listOffsetsV7, metadataV12 } from "@platformatic/kafka";

/**
 * The protocol messages that Headgate sends, each in the lowest version that carries what is needed, so that the widest range of
 * brokers understands it: topic ids (Metadata 12, CreateTopics 7), an error for the whole answer (DescribeLogDirs 3), the newest
 * record's time (ListOffsets 7).
 */
export const apis = {
  Metadata: metadataV12.api,
  CreateTopics: createTopicsV7.api,
  DescribeConfigs: describeConfigsV4.api,
  DescribeLogDirs: describeLogDirsV3.api,
  ListOffsets: listOffsetsV7.api,
} as const;
