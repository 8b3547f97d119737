import type { AclBinding } from "#lib/domain/acl-binding";
import type { Connection } from "../database.ts";

/**
 * Every ACL last seen on a cluster, each as the text that {@link aclText} gives. Read as one text, because 100,000 rows are decoded
 * column by column in several times the time that reading them from a cluster takes.
 */
export async function findAclTexts(db: Connection, cluster: string): Promise<Set<string>> {
  // Put together as JSON only where something has to be escaped: that takes twice the time.
  const [row] = await db.$queryRaw<{ texts: string | null }[]>`
    SELECT string_agg(CASE WHEN principal || resource_name || host ~ '["\\\\[:cntrl:]]'
        THEN json_build_array(principal, resource_type, pattern_type, resource_name, operation, permission_type, host)::text
        ELSE '["' || concat_ws('", "', principal, resource_type, pattern_type, resource_name, operation, permission_type, host) || '"]'
      END, E'\n') AS texts
    FROM acl_observations WHERE cluster_slug = ${cluster}`;
  // Inside of JSON every line break is escaped.
  return new Set(row?.texts?.split("\n"));
}

/** What JSON has to escape; in Postgres as in JavaScript. */
const ESCAPED = /["\\\p{Cc}]/u;

/** A binding as Postgres prints it in `json_build_array`: with a blank after each comma. */
export function aclText(binding: AclBinding): string {
  const { principal, resourceType, patternType, resourceName, operation, permissionType, host } = binding;
  const fields = [principal, resourceType, patternType, resourceName, operation, permissionType, host];
  if (ESCAPED.test(principal) || ESCAPED.test(resourceName) || ESCAPED.test(host))
    return `[${fields.map((field) => JSON.stringify(field)).join(", ")}]`;
  return `["${principal}", "${resourceType}", "${patternType}", "${resourceName}", "${operation}", "${permissionType}", "${host}"]`;
}

/** The binding of such a text. */
export function parseAclText(text: string): AclBinding {
  const [principal, resourceType, patternType, resourceName, operation, permissionType, host]: Packed =
    JSON.parse(text);
  return { principal, resourceType, patternType, resourceName, operation, permissionType, host };
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
