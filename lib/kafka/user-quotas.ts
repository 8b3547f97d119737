import { ClientQuotaEntityTypes, ClientQuotaMatchTypes } from "@platformatic/kafka";
import { type ClientQuota, QUOTA_KEYS } from "#lib/domain/client-quota";
import { answersByName, DONE, refused } from "./answers.ts";
import type { BrokerConnections } from "./broker-connections.ts";
import { type Answer, ClusterCallFailed } from "./cluster-admin.ts";
import { clusterError, quotaError } from "./cluster-error.ts";
import { apis } from "./kafka-apis.ts";
import { KAFKA_QUOTA_KEYS } from "./quota-keys.ts";

const entityType = ClientQuotaEntityTypes.USER;

/**
 * Quotas set on exactly these users. A question can name only one user, and the broker looks through all quotas for each, so all users'
 * are read at once.
 * @throws {ClusterCallFailed} also when the broker refuses to tell (31), which must not read as "nobody has one"
 */
export async function describeUserQuotas(
  brokers: BrokerConnections,
  usernames: readonly string[],
): Promise<Map<string, Answer<ClientQuota>>> {
  if (usernames.length === 0) return new Map();
  const anyUser = [{ entityType, matchType: ClientQuotaMatchTypes.ANY }];
  const { errorCode, errorMessage, entries } = await brokers.ask(apis.DescribeClientQuotas, anyUser, true);
  if (errorCode !== 0) throw new ClusterCallFailed(clusterError(errorCode, errorMessage));

  const byUser = new Map((entries ?? []).map(({ entity, values }) => [entity[0]?.entityName, values]));
  return new Map(usernames.map((username) => [username, { ok: true, value: quotaOf(byUser.get(username) ?? []) }]));
}

/** Sets the three quotas of each user to these values and removes what is absent; one request, which touches no other quota. */
export async function alterUserQuotas(
  brokers: BrokerConnections,
  quotas: ReadonlyMap<string, ClientQuota>,
): Promise<Map<string, Answer<null>>> {
  if (quotas.size === 0) return new Map();
  const alterations = [...quotas].map(([entityName, quota]) => ({
    entities: [{ entityType, entityName }],
    ops: QUOTA_KEYS.map((name) => operationOf(KAFKA_QUOTA_KEYS[name], quota[name])),
  }));
  const { entries } = await brokers.ask(apis.AlterClientQuotas, alterations, false);

  const byUser = new Map(entries.map((entry) => [entry.entity[0]?.entityName, entry]));
  return answersByName([...quotas.keys()], (username) => {
    const entry = byUser.get(username);
    if (!entry) return undefined;
    return entry.errorCode === 0 ? DONE : refused(quotaError(entry.errorCode, entry.errorMessage));
  });
}

function operationOf(key: (typeof KAFKA_QUOTA_KEYS)[keyof ClientQuota], value: number | undefined) {
  return value === undefined ? { key, remove: true as const } : { key, value, remove: false as const };
}

function quotaOf(values: readonly { key: string; value: number }[]): ClientQuota {
  const byKey = new Map(values.map(({ key, value }) => [key, value]));
  return Object.fromEntries(
    QUOTA_KEYS.flatMap((name) => {
      const value = byKey.get(KAFKA_QUOTA_KEYS[name]);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
