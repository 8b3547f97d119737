import avsc from "avsc";
import fc from "fast-check";
import { expect, test } from "vitest";
import { compareSchemas } from "../compare-schemas.ts";
import { readText } from "../test-schemas.ts";

/** What fast-check makes; names are given when the schema is built, because a schema defines each once. */
type Shape =
  | { kind: "primitive"; name: string }
  | { kind: "enum"; name: string; symbols: string[]; fallback: boolean }
  | { kind: "fixed"; name: string; size: number }
  | { kind: "again" }
  | { kind: "array" | "map"; inner: Shape }
  | { kind: "union"; branches: Shape[] }
  | { kind: "record"; name: string; fields: Field[] };

type Field = { name: string; aliases: string[]; nullable: boolean; type: Shape };

const primitives = ["null", "boolean", "int", "long", "float", "double", "bytes", "string"];
const names = ["a", "b", "c"];

const leaf: fc.Arbitrary<Shape> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("primitive"), name: fc.constantFrom(...primitives) }) },
  fc.record({
    kind: fc.constant("enum"),
    name: fc.constantFrom("E", "G"),
    symbols: fc.uniqueArray(fc.constantFrom("A", "B", "C"), { minLength: 1 }),
    fallback: fc.boolean(),
  }),
  fc.record({ kind: fc.constant("fixed"), name: fc.constantFrom("F", "H"), size: fc.integer({ min: 1, max: 2 }) }),
  fc.record({ kind: fc.constant("again") }),
);

const { shape } = fc.letrec<{ shape: Shape; record: Shape }>((tie) => ({
  record: fc.record({
    kind: fc.constant("record"),
    name: fc.constantFrom("R", "S"),
    fields: fc.uniqueArray(
      fc.record({
        name: fc.constantFrom(...names),
        aliases: fc.uniqueArray(fc.constantFrom(...names), { maxLength: 1 }),
        nullable: fc.boolean(),
        type: tie("shape"),
      }),
      { selector: ({ name }) => name, maxLength: 3 },
    ),
  }),
  shape: fc.oneof(
    { depthSize: "small" },
    leaf,
    fc.record({ kind: fc.constantFrom("array", "map"), inner: tie("shape") }),
    fc.record({ kind: fc.constant("union"), branches: fc.array(tie("shape"), { minLength: 1, maxLength: 3 }) }),
    tie("record"),
  ),
}));

type Avro = string | Avro[] | { [property: string]: unknown; type: string; name?: string };

/** The schema of a shape within a record called Root, which `again` refers to. */
function schemaOf(inner: Shape): Avro {
  const defined = new Set<string>();

  function named(name: string): string {
    const free = defined.has(name) ? `${name}${defined.size}` : name;
    defined.add(free);
    return free;
  }

  function build(node: Shape): Avro {
    switch (node.kind) {
      case "primitive":
        return node.name;
      case "again":
        return "Root";
      case "enum": {
        const { name, symbols, fallback } = node;
        return { type: "enum", name: named(name), symbols, ...(fallback ? { default: symbols[0] } : {}) };
      }
      case "fixed":
        return { type: "fixed", name: named(node.name), size: node.size };
      case "array":
        return { type: "array", items: build(node.inner) };
      case "map":
        return { type: "map", values: build(node.inner) };
      case "union":
        return unionOf(node.branches.map(build));
      case "record": {
        const name = named(node.name);
        return { type: "record", name, fields: node.fields.map((field) => fieldOf(field, node.fields)) };
      }
    }
  }

  /** avsc cannot read a record whose field has a sibling's name as alias, not even by its own schema. */
  function fieldOf({ name, aliases, nullable, type }: Field, siblings: readonly Field[]) {
    const free = aliases.filter((alias) => siblings.every((sibling) => sibling.name !== alias));
    const built = build(type);
    return nullable
      ? { name, aliases: free, type: unionOf(["null", built]), default: null }
      : { name, aliases: free, type: built };
  }

  return {
    type: "record",
    name: "Root",
    fields: [fieldOf({ name: "it", aliases: [], nullable: false, type: inner }, [])],
  };
}

/** Flat and without doubles, as Avro wants it. */
function unionOf(types: Avro[]): Avro {
  const byKey = new Map<string, Avro>();
  for (const type of types.flatMap((each) => (Array.isArray(each) ? each : [each]))) {
    const key = typeof type === "string" || Array.isArray(type) ? String(type) : (type.name ?? type.type);
    if (!byKey.has(key)) byKey.set(key, type);
  }
  return [...byKey.values()];
}

function avscReads(reader: unknown, writer: unknown): boolean {
  const types = [reader, writer].map((schema) => avsc.Type.forSchema(schema as avsc.Schema));
  try {
    types[0]?.createResolver(types[1] as avsc.Type, { ignoreNamespaces: true });
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
    return false;
  }
}

test("whenever avsc cannot resolve a writer's schema, a change breaks that promise", () => {
  fc.assert(
    fc.property(shape, shape, (one, other) => {
      const schemas = [schemaOf(one), schemaOf(other)];
      const read = schemas.map((schema) => readText("AVRO", JSON.stringify(schema)));
      const [before, after] = read;
      // A shape that no reader takes (a definition lost with a double in a union) says nothing.
      fc.pre(before?.ok === true && after?.ok === true);
      if (!before?.ok || !after?.ok) return;

      const broken = new Set(compareSchemas(before.value, after.value).flatMap(({ breaks }) => breaks));
      if (!avscReads(schemas[1], schemas[0])) expect(broken).toContain("backward");
      if (!avscReads(schemas[0], schemas[1])) expect(broken).toContain("forward");
    }),
    { numRuns: 100 },
  );
});

test("a schema compared with itself has no changes", () => {
  fc.assert(
    fc.property(shape, (one) => {
      const read = readText("AVRO", JSON.stringify(schemaOf(one)));
      const again = readText("AVRO", JSON.stringify(schemaOf(one), null, 4));
      fc.pre(read.ok && again.ok);
      if (read.ok && again.ok) expect(compareSchemas(read.value, { ...again.value, hash: "another" })).toEqual([]);
    }),
    { numRuns: 100 },
  );
});
