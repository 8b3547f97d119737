import { apiVersionsV3, type Connection } from "@platformatic/kafka";
import { ClusterCallFailed } from "./cluster-admin.ts";
import { apis } from "./kafka-apis.ts";

/** KRaft brokers know the messages about SCRAM credentials from this version on (KIP-900). */
const OLDEST_KAFKA = "3.5";

/** One protocol message that a broker offers, with the range of its versions (ApiVersions response). */
export type OfferedApi = { apiKey: number; minVersion: number; maxVersion: number };

/**
 * Makes sure that the broker speaks the protocol versions Headgate sends, before the first of them is sent.
 * @throws {ClusterCallFailed} `unexpected`, not retriable, naming each protocol message and the versions on both sides
 */
export async function assertSupported(connection: Connection): Promise<void> {
  const { apiKeys } = await apiVersionsV3.api.async(connection, "headgate", "1");
  const missing = missingApis(apiKeys);
  if (missing.length === 0) return;

  const message = `This broker does not speak ${missing.join(", ")}. Headgate needs Kafka ${OLDEST_KAFKA} or later.`;
  throw new ClusterCallFailed({ code: "unexpected", retriable: false, message });
}

/** Which of Headgate's protocol messages the broker does not understand, in words. */
export function missingApis(offered: readonly OfferedApi[]): string[] {
  const ranges = new Map(offered.map((api) => [api.apiKey, api]));
  return Object.entries(apis).flatMap(([name, { key, version }]) => {
    const api = ranges.get(key);
    if (api && api.minVersion <= version && version <= api.maxVersion) return [];
    return [`${name} ${version} (it speaks ${api ? `${api.minVersion} to ${api.maxVersion}` : "none"})`];
  });
}
