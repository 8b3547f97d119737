/** Levels that are told apart; what is deeper counts as mixed. */
const MAX_LEVEL = 16;

/** Properties that are told apart in all; samples with more have names that are data. */
const MAX_PROPERTIES = 1_000;

const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/;

/** What was seen at one place of the samples. */
export type ValueShape = {
  /** Kinds of values seen, null aside. */
  kinds: Set<"boolean" | "integer" | "number" | "string" | "list" | "object" | "mixed">;
  /** Whether null was seen. */
  nullable: boolean;
  /** Whether every text was a time in ISO 8601. */
  timestamps: boolean;
  /** What lists held; null where no list had anything in it. */
  items: ValueShape | null;
  /** What objects held, by name in the order first seen. */
  properties: Map<string, ValueShape>;
  /** In how many objects each was. */
  seen: Map<string, number>;
  objects: number;
};

/** Several samples of one thing. */
export function shapeOf(values: readonly unknown[]): ValueShape {
  const shape = emptyShape();
  const budget = { properties: MAX_PROPERTIES };
  for (const value of values) look(shape, value, 0, budget);
  return shape;
}

/** Whether every object had it, and never null in it. */
export function isAlways(shape: ValueShape, name: string): boolean {
  return shape.seen.get(name) === shape.objects && shape.properties.get(name)?.nullable === false;
}

function emptyShape(): ValueShape {
  return {
    kinds: new Set(),
    nullable: false,
    timestamps: true,
    items: null,
    properties: new Map(),
    seen: new Map(),
    objects: 0,
  };
}

function look(shape: ValueShape, value: unknown, level: number, budget: { properties: number }): void {
  if (value === null || value === undefined) shape.nullable = true;
  else if (level > MAX_LEVEL) shape.kinds.add("mixed");
  else if (typeof value === "boolean") shape.kinds.add("boolean");
  else if (typeof value === "number") shape.kinds.add(Number.isSafeInteger(value) ? "integer" : "number");
  else if (Array.isArray(value)) {
    shape.kinds.add("list");
    if (value.length > 0) shape.items ??= emptyShape();
    for (const item of value) if (shape.items !== null) look(shape.items, item, level + 1, budget);
  } else if (typeof value === "object") lookInside(shape, value, level, budget);
  else {
    shape.kinds.add("string");
    shape.timestamps &&= TIMESTAMP.test(String(value));
  }
}

function lookInside(shape: ValueShape, value: object, level: number, budget: { properties: number }): void {
  shape.kinds.add("object");
  shape.objects++;
  for (const [name, inner] of Object.entries(value)) {
    // No registry and no database takes such a name.
    if (!name.isWellFormed() || name.includes("\0")) continue;
    const known = shape.properties.get(name);
    if (known === undefined && budget.properties-- <= 0) continue;
    const property = known ?? emptyShape();
    shape.properties.set(name, property);
    shape.seen.set(name, (shape.seen.get(name) ?? 0) + 1);
    look(property, inner, level + 1, budget);
  }
}
