import { ScramMechanisms } from "@platformatic/kafka";
import { answersByName, DONE, refused } from "./answers.ts";
import type { BrokerConnections } from "./broker-connections.ts";
import { type Answer, ClusterCallFailed, type ScramCredential } from "./cluster-admin.ts";
import { clusterError } from "./cluster-error.ts";
import { apis } from "./kafka-apis.ts";

const RESOURCE_NOT_FOUND = 91;
const mechanism = ScramMechanisms.SCRAM_SHA_512;

/**
 * Those of these users that have a SCRAM-SHA-512 credential; one read.
 * @throws {ClusterCallFailed} also when the broker refuses to tell (31), which must not read as "nobody has one"
 */
export async function describeScramUsers(
  brokers: BrokerConnections,
  usernames: readonly string[],
): Promise<Map<string, Answer<{ iterations: number }>>> {
  // To a broker no names means all users, and a name twice is an error.
  if (usernames.length === 0) return new Map();
  const users = [...new Set(usernames)].map((name) => ({ name }));
  const { errorCode, errorMessage, results } = await brokers.ask(apis.DescribeUserScramCredentials, users);
  if (errorCode !== 0) throw new ClusterCallFailed(clusterError(errorCode, errorMessage));

  return new Map(
    results.flatMap((result): [string, Answer<{ iterations: number }>][] => {
      if (result.errorCode === RESOURCE_NOT_FOUND) return [];
      if (result.errorCode !== 0) return [[result.user, refused(clusterError(result.errorCode, result.errorMessage))]];
      const credential = result.credentialInfos.find((info) => info.mechanism === mechanism);
      return credential ? [[result.user, { ok: true, value: { iterations: credential.iterations } }]] : [];
    }),
  );
}

/** Creates or replaces credentials; one request. */
export async function upsertScramCredentials(
  brokers: BrokerConnections,
  credentials: readonly ScramCredential[],
): Promise<Map<string, Answer<null>>> {
  const upsertions = credentials.map(({ username, ...credential }) => ({ name: username, mechanism, ...credential }));
  const usernames = credentials.map(({ username }) => username);
  if (usernames.length === 0) return new Map();
  const { results } = await brokers.ask(apis.AlterUserScramCredentials, [], upsertions);
  return answersOf(usernames, results);
}

/** Deletes credentials; one request. A user that has none (91) is a success. */
export async function deleteScramCredentials(
  brokers: BrokerConnections,
  usernames: readonly string[],
): Promise<Map<string, Answer<null>>> {
  const names = [...new Set(usernames)];
  if (names.length === 0) return new Map();
  const deletions = names.map((name) => ({ name, mechanism }));
  const { results } = await brokers.ask(apis.AlterUserScramCredentials, deletions, []);
  return answersOf(
    names,
    results.map((result) => (result.errorCode === RESOURCE_NOT_FOUND ? { ...result, errorCode: 0 } : result)),
  );
}

function answersOf(
  usernames: readonly string[],
  results: readonly { user: string; errorCode: number; errorMessage?: string | null | undefined }[],
): Map<string, Answer<null>> {
  const byUser = new Map(results.map((result) => [result.user, result]));
  return answersByName(usernames, (username) => {
    const result = byUser.get(username);
    if (!result) return undefined;
    return result.errorCode === 0 ? DONE : refused(clusterError(result.errorCode, result.errorMessage));
  });
}
