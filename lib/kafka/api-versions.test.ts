import { describe, expect, it } from "vitest";
import { missingApis } from "./api-versions.ts";

/** Keys 2 ListOffsets, 3 Metadata, 19 CreateTopics, 32 DescribeConfigs, 35 DescribeLogDirs, as a Kafka 4.3.1 broker offers them. */
const kafka43 = [
  { apiKey: 2, minVersion: 1, maxVersion: 11 },
  { apiKey: 3, minVersion: 0, maxVersion: 13 },
  { apiKey: 19, minVersion: 2, maxVersion: 7 },
  { apiKey: 32, minVersion: 1, maxVersion: 4 },
  { apiKey: 35, minVersion: 1, maxVersion: 5 },
];

describe("missingApis", () => {
  it("finds nothing missing on Kafka 4.3", () => {
    expect(missingApis(kafka43)).toEqual([]);
  });

  it("names what is too old, too new and absent", () => {
    const other = kafka43.flatMap((api) => {
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
