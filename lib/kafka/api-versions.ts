import { apiVersionsV3, type Connection } from "@platformatic/kafka";
import { ClusterCallFailed } from "./cluster-admin.ts";
import { apis } from "./kafka-apis.ts";

/** KRaft brokers know the messages about SCRAM credentials from this version on (KIP-900). */
const OLDEST_KAFKA = "3.5";

/** One protocol message that a broker offers, with the range of its versions (ApiVersions response). */
export type OfferedApi = { apiKey: number; minVersion: number; maxVersion: number };

/**
 * Makes sure that the broker speaks the protocol versions Headgate sends, before the first of them is sent.
 * @returns all that it offers
 * @throws {ClusterCallFailed} `unexpected`, not retriable, naming each protocol message and the versions on both sides
 */
export async function assertSupported(connection: Connection): Promise<readonly OfferedApi[]> {
  const { apiKeys } = await apiVersionsV3.api.async(connection, "headgate", "1");
  const missing = missingApis(apiKeys);
  if (missing.length === 0) return apiKeys;

  const message = `This broker does not speak ${missing.join(", ")}. Headgate needs Kafka ${OLDEST_KAFKA} or later.`;
  throw new ClusterCallFailed({ code: "unexpected", retriable: false, message });
}

/** Which of Headgate's protocol messages the broker does not understand, in words. */
export function missingApis(offered: readonly OfferedApi[]): string[] {
  const ranges = new Map(offered.map((api) => [api.apiKey, api]));
  return Object.entries(apis).flatMap(([name, { key, version }]) => {
    const api = ranges.get(key);
    if (api && speaks(api, version)) return [];
    return [`${name} ${version} (it speaks ${api ? `${api.minVersion} to ${api.maxVersion}` : "none"})`];
  });
}

/** Whether this version of a protocol message is among those that the broker offers. */
export function isOffered({ key, version }: { key: number; version: number }, offered: readonly OfferedApi[]): boolean {
  return offered.some((api) => api.apiKey === key && speaks(api, version));
}

function speaks({ minVersion, maxVersion }: OfferedApi, version: number): boolean {
  return minVersion <= version && version <= maxVersion;
}
