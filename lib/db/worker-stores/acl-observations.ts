import type { AclBinding } from "#lib/domain/acl-binding";
import type { Connection } from "../database.ts";

/** Every ACL last seen on a cluster. Read as one text, because decoding 100,000 rows column by column costs several times as much. */
export async function findAclObservations(db: Connection, cluster: string): Promise<AclBinding[]> {
  const [row] = await db.$queryRaw<{ rows: string | null }[]>`
    SELECT json_agg(json_build_array(principal, resource_type, pattern_type, resource_name, operation, permission_type, host))::text AS rows
    FROM acl_observations WHERE cluster_slug = ${cluster}`;
  return (JSON.parse(row?.rows ?? "[]") as Packed[]).map(unpack);
}

type Packed = [
  principal: string,
  resourceType: AclBinding["resourceType"],
  patternType: AclBinding["patternType"],
  resourceName: string,
  operation: AclBinding["operation"],
  permissionType: AclBinding["permissionType"],
  host: string,
];

function unpack(row: Packed): AclBinding {
  const [principal, resourceType, patternType, resourceName, operation, permissionType, host] = row;
  return { principal, resourceType, patternType, resourceName, operation, permissionType, host };
}

/** Adds ACLs that were seen. */
export async function addAclObservations(db: Connection, cluster: string, acls: readonly AclBinding[]): Promise<void> {
  if (acls.length === 0) return;
  await db.$executeRaw`
    INSERT INTO acl_observations (cluster_slug, principal, resource_type, pattern_type, resource_name, operation, permission_type, host)
    SELECT ${cluster}, principal, "resourceType", "patternType", "resourceName", operation, "permissionType", host
    FROM jsonb_to_recordset(${JSON.stringify(acls)}::jsonb) AS a(principal text, "resourceType" text, "patternType" text,
      "resourceName" text, operation text, "permissionType" text, host text)
    ON CONFLICT DO NOTHING`;
}

/** Removes ACLs that are gone. */
export async function removeAclObservations(
  db: Connection,
  cluster: string,
  acls: readonly AclBinding[],
): Promise<void> {
  if (acls.length === 0) return;
  await db.$executeRaw`
    DELETE FROM acl_observations o USING jsonb_to_recordset(${JSON.stringify(acls)}::jsonb) AS a(principal text, "resourceType" text,
      "patternType" text, "resourceName" text, operation text, "permissionType" text, host text)
    WHERE o.cluster_slug = ${cluster} AND o.principal = a.principal AND o.resource_type = a."resourceType"
      AND o.pattern_type = a."patternType" AND o.resource_name = a."resourceName" AND o.operation = a.operation
      AND o.permission_type = a."permissionType" AND o.host = a.host`;
}

/** What was written and read back, outside a sweep. */
export async function recordSeenBindings(
  db: Connection,
  cluster: string,
  { there, gone }: { there: readonly AclBinding[]; gone: readonly AclBinding[] },
): Promise<void> {
  await addAclObservations(db, cluster, there);
  await removeAclObservations(db, cluster, gone);
}
