import { Ajv, type ErrorObject } from "ajv";
import { Ajv2019 } from "ajv/dist/2019.js";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { SchemaProblem } from "#lib/domain/schema";
import { itemsOf, type JsonNode, propertyOf } from "../json-text.ts";
import { problemAt } from "../text-position.ts";

const TYPES = ["array", "boolean", "integer", "null", "number", "object", "string"];

/** Formats are not judged, and no schema of a person is ever compiled: only the meta-schema runs, on the schema as data. */
const OPTIONS = { strict: false, validateFormats: false, logger: false, validateSchema: false } as const;

const DRAFT_07 = "http://json-schema.org/draft-07/schema";

/** Made when first needed: each takes some milliseconds. */
const makers = new Map<string, () => Ajv>([
  [DRAFT_07, () => new Ajv(OPTIONS)],
  ["https://json-schema.org/draft/2019-09/schema", () => new Ajv2019(OPTIONS)],
  ["https://json-schema.org/draft/2020-12/schema", () => new Ajv2020(OPTIONS)],
]);
const made = new Map<string, Ajv>();

/** Whether a JSON text is a schema of the dialect it names (draft-07 where it names none), by that dialect's meta-schema. */
export function dialectProblems(text: string, root: JsonNode): SchemaProblem[] {
  if (root.type !== "object" && root.type !== "boolean") {
    return [problemAt(text, root.offset, "A JSON Schema is an object, true or false")];
  }
  const wrongType = typeProblem(text, root);
  if (wrongType !== null) return [wrongType];

  const named = propertyOf(root, "$schema");
  const dialect =
    named === undefined
      ? DRAFT_07
      : String(named.value)
          .replace(/#$/, "")
          .replace("https://json-schema.org/draft-07", "http://json-schema.org/draft-07");
  const ajv = ajvOf(dialect);
  if (ajv === null) {
    const message = `The dialect ${String(named?.value)} is not read: use draft-07, 2019-09 or 2020-12`;
    return [problemAt(text, named?.offset ?? 0, message)];
  }
  if (ajv.validate(dialect, withShortEnums(text))) return [];
  const [error] = ajv.errors ?? [];
  return [problemAt(text, offsetOf(root, error), `Not a JSON Schema: ${inWords(error)}`)];
}

/** The meta-schema compares each value of an `enum` with each other, which takes minutes for long ones; that they differ is only recommended. */
function withShortEnums(text: string): unknown {
  return JSON.parse(text, (name, value: unknown) =>
    name === "enum" && Array.isArray(value) ? value.slice(0, 1) : value,
  );
}

function ajvOf(dialect: string): Ajv | null {
  const known = made.get(dialect);
  if (known !== undefined) return known;
  const ajv = makers.get(dialect)?.();
  if (ajv === undefined) return null;
  made.set(dialect, ajv);
  return ajv;
}

/** Said better than by the meta-schema, and before it, which compares the items of a long list with each other. */
function typeProblem(text: string, root: JsonNode): SchemaProblem | null {
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const type = isSchemaType(node) ? node : undefined;
    const names = type === undefined ? [] : type.type === "array" ? itemsOf(type) : [type];
    if (names.length > TYPES.length) return problemAt(text, node.offset, `"type" names each type once at most`);
    waiting.push(...(node.children ?? []));
  }
  return null;
}

/** Whether a node is the value of a property called `type`. */
function isSchemaType({ parent }: JsonNode): boolean {
  return parent?.type === "property" && parent.children?.[0]?.value === "type";
}

function offsetOf(root: JsonNode, error: ErrorObject | undefined): number {
  let node = root;
  for (const step of (error?.instancePath ?? "").split("/").slice(1)) {
    const name = step.replaceAll("~1", "/").replaceAll("~0", "~");
    const next = node.type === "array" ? itemsOf(node)[Number(name)] : propertyOf(node, name);
    if (next === undefined) break;
    node = next;
  }
  return node.offset;
}

function inWords(error: ErrorObject | undefined): string {
  const place = error?.instancePath ?? "";
  const keyword = place.slice(place.lastIndexOf("/") + 1);
  if (keyword === "type") return `"type" is one of ${TYPES.join(", ")}, or a list of them`;
  return `${keyword === "" ? "it" : `"${keyword}"`} ${error?.message ?? "is wrong"}`;
}
