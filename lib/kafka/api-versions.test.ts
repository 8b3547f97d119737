import { describe, expect, it } from "vitest";
import { isOffered, missingApis, type OfferedApi } from "./api-versions.ts";

/** The messages that Headgate sends, as a Kafka 4.3.1 broker offers them. */
const kafka43 = Object.values({
  Fetch: [1, 4, 18],
  ListOffsets: [2, 1, 11],
  Metadata: [3, 0, 13],
  OffsetCommit: [8, 2, 10],
  OffsetFetch: [9, 1, 10],
  FindCoordinator: [10, 0, 6],
  DescribeGroups: [15, 0, 6],
  ListGroups: [16, 0, 5],
  CreateTopics: [19, 2, 7],
  DeleteTopics: [20, 1, 6],
  DescribeAcls: [29, 1, 3],
  CreateAcls: [30, 1, 3],
  DeleteAcls: [31, 1, 3],
  DescribeConfigs: [32, 1, 4],
  DescribeLogDirs: [35, 1, 5],
  CreatePartitions: [37, 0, 3],
  IncrementalAlterConfigs: [44, 0, 1],
  AlterPartitionReassignments: [45, 0, 1],
  ListPartitionReassignments: [46, 0, 0],
  DescribeClientQuotas: [48, 0, 1],
  AlterClientQuotas: [49, 0, 1],
  DescribeUserScramCredentials: [50, 0, 0],
  AlterUserScramCredentials: [51, 0, 0],
} as const).map(([apiKey, minVersion, maxVersion]) => ({ apiKey, minVersion, maxVersion }));

describe("missingApis", () => {
  it("finds nothing missing on Kafka 4.3", () => {
    expect(missingApis(kafka43)).toEqual([]);
  });

  it("names what is too old, too new and absent", () => {
    const other = kafka43.flatMap<OfferedApi>((api) => {
      if (api.apiKey === 3) return [{ ...api, maxVersion: 9 }];
      if (api.apiKey === 19) return [{ ...api, minVersion: 8, maxVersion: 9 }];
      return api.apiKey === 35 ? [] : [api];
    });

    expect(missingApis(other)).toEqual([
      "Metadata 12 (it speaks 0 to 9)",
      "CreateTopics 7 (it speaks 8 to 9)",
      "DescribeLogDirs 3 (it speaks none)",
    ]);
  });
});

describe("isOffered", () => {
  const offered = [{ apiKey: 16, minVersion: 0, maxVersion: 5 }];

  it.each([
    [{ key: 16, version: 5 }, true],
    [{ key: 16, version: 6 }, false],
    [{ key: 69, version: 0 }, false],
  ])("looks for the message and its version: %o", (api, is) => {
    expect(isOffered(api, offered)).toBe(is);
  });
});
