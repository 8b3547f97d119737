import type { CompatibilityLevel } from "#lib/domain/compatibility";
import type { SchemaChange } from "#lib/domain/schema";
import { compareSchemas } from "./compare-schemas.ts";
import type { ParsedSchema } from "./parsed-schema.ts";

type Promised = SchemaChange["breaks"][number];

const PROMISED: { readonly [Level in CompatibilityLevel]: readonly Promised[] } = {
  BACKWARD: ["backward"],
  BACKWARD_TRANSITIVE: ["backward"],
  FORWARD: ["forward"],
  FORWARD_TRANSITIVE: ["forward"],
  FULL: ["backward", "forward"],
  FULL_TRANSITIVE: ["backward", "forward"],
  NONE: [],
};

/**
 * Why a schema does not fit a level, in sentences, for registries that say only that it does not.
 * @param earlier the versions that the level holds it against: the latest one, or all of them under a transitive level
 * @returns empty where our own comparison finds no reason
 */
export function explainIncompatibility(
  level: CompatibilityLevel,
  earlier: readonly ParsedSchema[],
  next: ParsedSchema,
): string[] {
  const promised = PROMISED[level];
  if (promised.length === 0) return [];

  const changes = earlier.flatMap((before) => compareSchemas(before, next));
  const broken = changes.filter(({ breaks }) => breaks.some((promise) => promised.includes(promise)));
  const reasons =
    broken.length > 0 || next.schemaType !== "PROTOBUF" ? broken.map(inWords) : strictly(changes, promised);
  return [...new Set(reasons)];
}

/**
 * What Protobuf itself allows and some registries refuse all the same: Apicurio (ProtobufCompatibilityCheckerLibrary) to remove a field without
 * reserving it, and to rename one; Confluent's a new message under FORWARD, because seen from there it is one removed.
 */
function strictly(changes: readonly SchemaChange[], promised: readonly Promised[]): string[] {
  const refused = changes.filter(({ what }) => {
    if (what === "renamed") return true;
    return (what === "removed" && promised.includes("backward")) || (what === "added" && promised.includes("forward"));
  });
  return refused.map((change) => `Protobuf allows it, some registries do not: ${inWords(change)}`);
}

function inWords({ field, what, from, to, text }: SchemaChange): string {
  const name = field === "" ? (from ?? to ?? "The schema") : field;
  switch (what) {
    case "added":
      return `${field || to} is added. ${text}`;
    case "removed":
      return `${field || from} is removed. ${text}`;
    case "renamed":
      return `${from ?? name} becomes ${to ?? name}. ${text}`;
    case "retyped":
      return `${name} changes from ${from} to ${to}. ${text}`;
    case "required":
      return `${name} becomes required. ${text}`;
    case "optional":
      return `${name} becomes optional. ${text}`;
    default:
      return field === "" ? text : `${field}: ${text}`;
  }
}
