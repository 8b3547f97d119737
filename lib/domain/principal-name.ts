import { z } from "zod";

/** `scram`: Headgate makes the credential. `external`: it exists elsewhere, e.g. the name of a client certificate. */
export const PrincipalKind = z.enum(["scram", "external"]);
export type PrincipalKind = z.infer<typeof PrincipalKind>;

/**
 * The name of a SCRAM user. Kafka would take more, but clients, tools and lists of super users split at `,` `;` `=` and `:`, and a name beyond
 * ASCII can be stored and never log in (KIP-84's SASLprep is not applied by clients).
 */
export const ScramUsername = z
  .string()
  .min(3, "a principal's name has at least 3 characters")
  .max(100, "a principal's name has at most 100 characters")
  .regex(/^[A-Za-z0-9]/, "a principal's name begins with a letter or digit")
  .regex(
    /^[A-Za-z0-9._-]*$/,
    "a principal's name holds only ASCII letters, digits, '.', '_' and '-', and no `User:` before it",
  );

/** One attribute of a distinguished name, as a broker prints it by RFC 2253. */
const ATTRIBUTE = /^[A-Z][A-Z0-9.]*=[A-Za-z0-9 ._@/-]+$/;

/**
 * The name of a principal that exists already: like a SCRAM user's, or a certificate's distinguished name (`CN=billing,OU=orders,O=Example`)
 * without anything that has to be escaped, because one name must read the same everywhere.
 */
export const ExternalPrincipalName = z
  .string()
  .min(3, "a principal's name has at least 3 characters")
  .max(200, "a principal's name has at most 200 characters")
  .refine(
    (name) => ScramUsername.safeParse(name).success || isDistinguishedName(name),
    "is neither a plain name (ASCII letters, digits, '.', '_', '-') nor a distinguished name such as CN=billing,O=Example",
  );

function isDistinguishedName(name: string): boolean {
  return name.split(",").every((attribute) => ATTRIBUTE.test(attribute) && attribute === attribute.trim());
}

/** Names that are never an application's, whatever a cluster reports: Kafka's own for who has not logged in. */
const NEVER = new Set(["anonymous"]);

/**
 * Why a name cannot be an application's principal on a cluster, or undefined. Compared without regard to case: two principals that only
 * case tells apart are one to whoever reads a list.
 * @param reserved names the worker reported: its own user, the cluster's super users
 */
export function reservedNameProblem(name: string, reserved: readonly string[]): string | undefined {
  const lower = name.toLowerCase();
  if (NEVER.has(lower)) return `${name} is Kafka's name for clients that have not logged in.`;
  if (reserved.some((one) => one.toLowerCase() === lower))
    return `${name} belongs to the platform and is no application's.`;
  return undefined;
}

/** A principal as ACLs and quotas name it: `User:orders.billing`. */
export function principalOf(name: string): string {
  return `User:${name}`;
}
