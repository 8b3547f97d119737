import type { SchemaDefinition, SchemaProblem, SchemaReference } from "#lib/domain/schema";

/** A schema that another uses, by the name that one calls it. */
export type UsedSchema = { name: string; definition: SchemaDefinition };

/** Where a reference's text comes from; null where there is none. */
export type ResolveReference = (reference: SchemaReference) => SchemaDefinition | null;

const MAX_REFERENCE_DEPTH = 20;
const MAX_REFERENCES = 200;

type Collected = { ok: true; value: UsedSchema[] } | { ok: false; problems: SchemaProblem[] };

/**
 * All schemas that a schema uses, directly or not, each once, and what they use before them. One that nobody knows, that is of another type, or
 * that uses itself is a problem that names it.
 */
export function collectReferences(definition: SchemaDefinition, resolve: ResolveReference): Collected {
  const used = new Map<string, UsedSchema>();
  const problems: SchemaProblem[] = [];

  function visit(from: SchemaDefinition, inside: readonly string[]): void {
    for (const reference of from.references) {
      const key = `${reference.subject}\n${reference.version}`;
      const known = used.get(`${reference.name}\n${key}`);
      if (known !== undefined || problems.length > 0) continue;

      const found = resolve(reference);
      const wrong = whyNot(reference, found, definition, inside.includes(key), inside.length, used.size);
      if (found === null || wrong !== null) {
        problems.push({ message: `${titleOf(reference)} ${wrong}`, line: null, column: null });
        continue;
      }
      visit(found, [...inside, key]);
      used.set(`${reference.name}\n${key}`, { name: reference.name, definition: found });
    }
  }

  visit(definition, []);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: distinct([...used.values()]) };
}

function titleOf({ name, subject, version }: SchemaReference): string {
  return `The reference "${name}" (subject ${subject}, version ${version})`;
}

function whyNot(
  reference: SchemaReference,
  found: SchemaDefinition | null,
  { schemaType }: SchemaDefinition,
  again: boolean,
  depth: number,
  count: number,
): string | null {
  if (found === null) return "is not known: there is no such subject and version";
  if (again) return `leads back to itself: ${reference.subject} uses what uses it`;
  if (found.schemaType !== schemaType)
    return `is of type ${found.schemaType}, but this schema is of type ${schemaType}`;
  if (depth >= MAX_REFERENCE_DEPTH) return `is more than ${MAX_REFERENCE_DEPTH} references deep`;
  if (count >= MAX_REFERENCES) return `is one too many: at most ${MAX_REFERENCES} schemas can be used`;
  return null;
}

/** Two ways to one text under one name would define its types twice. */
function distinct(schemas: readonly UsedSchema[]): UsedSchema[] {
  const seen = new Set<string>();
  return schemas.filter(({ name, definition }) => {
    const key = `${name}\n${definition.schema}`;
    return !seen.has(key) && seen.add(key);
  });
}
