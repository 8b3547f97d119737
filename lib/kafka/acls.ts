import {
  type Acl,
  AclOperations,
  AclPermissionTypes,
  type describeAclsV2,
  ResourcePatternTypes,
  ResourceTypes,
} from "@platformatic/kafka";
import type { AclBinding } from "#lib/domain/acl-binding";
import { DONE, passedOver, refused } from "./answers.ts";
import type { BrokerConnections } from "./broker-connections.ts";
import { type Answer, ClusterCallFailed } from "./cluster-admin.ts";
import { bindingError, clusterError } from "./cluster-error.ts";
import { apis } from "./kafka-apis.ts";

/**
 * All ACL bindings, or those of one principal, in one read.
 * @throws {ClusterCallFailed} also when the broker refuses to tell (31) or has no authorizer (54): neither is an empty list
 */
export async function listAcls(brokers: BrokerConnections, principal?: string): Promise<AclBinding[]> {
  const { errorCode, errorMessage, resources } = await brokers.ask(apis.DescribeAcls, {
    resourceType: ResourceTypes.ANY,
    resourceName: null,
    resourcePatternType: ResourcePatternTypes.ANY,
    principal: principal ?? null,
    host: null,
    operation: AclOperations.ANY,
    permissionType: AclPermissionTypes.ANY,
  });
  if (errorCode !== 0) throw new ClusterCallFailed(clusterError(errorCode, errorMessage));

  return resources.flatMap(bindingsOf);
}

/**
 * Creates bindings. Broker answers are in the order of the request and name nothing. Only whole words of {@link AclBinding} are sent:
 * a single item with ANY or MATCH would fail the whole batch.
 */
export async function createAcls(brokers: BrokerConnections, bindings: readonly AclBinding[]): Promise<Answer<null>[]> {
  if (bindings.length === 0) return [];
  const { results } = await brokers.ask(apis.CreateAcls, bindings.map(toWire));
  return bindings.map((_, index) => answerOf(results[index]));
}

/** Deletes exactly these bindings: each is a filter in which nothing is left open. No match is a success. */
export async function deleteAcls(brokers: BrokerConnections, bindings: readonly AclBinding[]): Promise<Answer<null>[]> {
  if (bindings.length === 0) return [];
  const { filterResults } = await brokers.ask(apis.DeleteAcls, bindings.map(toWire));
  return bindings.map((_, index) => {
    const result = filterResults[index];
    return answerOf(result?.matchingAcls.find(({ errorCode }) => errorCode !== 0) ?? result);
  });
}

type Result = { errorCode: number; errorMessage?: string | null | undefined };

function answerOf(result: Result | undefined): Answer<null> {
  if (!result) return passedOver();
  return result.errorCode === 0 ? DONE : refused(bindingError(result.errorCode, result.errorMessage));
}

function toWire(binding: AclBinding): Acl {
  return {
    resourceType: ResourceTypes[binding.resourceType],
    resourceName: binding.resourceName,
    resourcePatternType: ResourcePatternTypes[binding.patternType],
    principal: binding.principal,
    host: binding.host,
    operation: AclOperations[binding.operation],
    permissionType: AclPermissionTypes[binding.permissionType],
  };
}

const resourceTypes = byCode<AclBinding["resourceType"]>(ResourceTypes);
const patternTypes = byCode<AclBinding["patternType"]>(ResourcePatternTypes);
const operations = byCode<AclBinding["operation"]>(AclOperations);
const permissionTypes = byCode<AclBinding["permissionType"]>(AclPermissionTypes);

function byCode<Name extends string>(codes: Record<Name, number>): ReadonlyMap<number, Name> {
  const words = Object.entries<number>(codes).filter(
    ([name]) => name !== "UNKNOWN" && name !== "ANY" && name !== "MATCH",
  );
  return new Map(words.map(([name, code]) => [code, name as Name]));
}

/** Written out, not spread together: a large cluster has a hundred thousand of them. */
function bindingsOf({ resourceName, acls, ...codes }: describeAclsV2.DescribeAclsResponseResource): AclBinding[] {
  const resourceType = word(resourceTypes, codes.resourceType, "resource type");
  const patternType = word(patternTypes, codes.resourcePatternType, "pattern type");
  return acls.map(({ principal, host, operation, permissionType }) => ({
    principal,
    resourceType,
    resourceName,
    patternType,
    operation: word(operations, operation, "operation"),
    permissionType: word(permissionTypes, permissionType, "permission type"),
    host,
  }));
}

/** A later Kafka may have words that Headgate does not know; leaving such a binding out would hide somebody's access. */
function word<Name>(words: ReadonlyMap<number, Name>, code: number, what: string): Name {
  const name = words.get(code);
  if (name !== undefined) return name;
  const message = `The cluster has an ACL of a kind that Headgate does not know: ${what} ${code}.`;
  throw new ClusterCallFailed({ code: "unexpected", retriable: false, message });
}
