import { isSensitive, type SchemaField } from "#lib/domain/schema";

/** What stands where a sensitive value was. */
export const MASK = "•••";

/** Levels of a value that are looked into; what is deeper is masked unseen. */
const MAX_LEVEL = 100;

/**
 * Replaces what sensitive fields hold, with everything below. A name is compared without regard to case and `_`, because Protobuf's decoders
 * change both; inside a recursive field every path around it counts again. Rather too much is masked than too little.
 * @returns the value, copied where something was replaced, and the paths of the fields that were
 */
export function maskSensitive(value: unknown, fields: readonly SchemaField[]): { value: unknown; masked: string[] } {
  const paths = new Map(fields.filter(isSensitive).map(({ path }) => [comparable(path), path]));
  const recursive = new Set(
    fields.filter(({ type }) => type.endsWith("(recursive)")).map(({ path }) => comparable(path)),
  );
  const masking: Masking = { sensitive: paths, prefixes: prefixesOf([...paths.keys(), ...recursive]), recursive };
  const masked = new Set<string>();
  if (paths.size === 0) return { value, masked: [] };
  return { value: mask(value, new Set([""]), 0), masked: [...masked].toSorted() };

  function mask(inner: unknown, places: ReadonlySet<string>, level: number): unknown {
    const hit = [...places].find((place) => masking.sensitive.has(place));
    if (hit !== undefined && inner !== null && inner !== undefined) {
      masked.add(masking.sensitive.get(hit) ?? hit);
      return MASK;
    }
    if (typeof inner !== "object" || inner === null || places.size === 0 || ArrayBuffer.isView(inner)) return inner;
    if (level > MAX_LEVEL) return MASK;
    const around = withRecursion(places, masking);
    if (Array.isArray(inner)) {
      const items = known(around, (place) => [`${place}[]`], masking);
      return inner.map((item) => mask(item, items, level + 1));
    }
    return maskedObject(inner, around, level);
  }

  function maskedObject(inner: object, places: ReadonlySet<string>, level: number): unknown {
    const entries = inner instanceof Map ? [...inner] : Object.entries(inner);
    return Object.fromEntries(
      entries.map(([name, held]) => {
        // A single name may be no field at all: Avro's JSON wraps what a union holds in the name of its type.
        const wrapped = entries.length === 1;
        const inside = known(places, (place) => insideOf(place, String(name), wrapped), masking);
        return [name, mask(held, inside, level + 1)];
      }),
    );
  }
}

/**
 * Replaces what stands under the name of a sensitive field, wherever it is: in a value that names no schema, nobody can say that its paths are
 * those of one.
 */
export function maskNamed(value: unknown, fields: readonly SchemaField[]): { value: unknown; masked: string[] } {
  const paths = new Map(fields.filter(isSensitive).map(({ path }) => [comparable(ownName(path)), path]));
  const masked = new Set<string>();
  const mask = (inner: unknown, level: number): unknown => {
    if (typeof inner !== "object" || inner === null) return inner;
    if (level > MAX_LEVEL) return MASK;
    if (Array.isArray(inner)) return inner.map((item) => mask(item, level + 1));
    const entries = Object.entries(inner).map(([name, held]) => {
      const path = paths.get(comparable(name));
      if (path === undefined || held === null) return [name, mask(held, level + 1)];
      masked.add(path);
      return [name, MASK];
    });
    return Object.fromEntries(entries);
  };
  return { value: mask(value, 0), masked: [...masked].toSorted() };
}

/** The field's own name at the end of its path, without the marks of lists and maps. */
function ownName(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1).replace(/(?:\[\]|\{\})+$/, "");
}

type Masking = {
  sensitive: ReadonlyMap<string, string>;
  /** All beginnings of sensitive and recursive paths: elsewhere nothing has to be looked for. */
  prefixes: ReadonlySet<string>;
  recursive: ReadonlySet<string>;
};

function insideOf(place: string, name: string, wrapped: boolean): string[] {
  const field = comparable(place === "" ? name : `${place}.${name}`);
  return wrapped ? [field, `${place}{}`, place] : [field, `${place}{}`];
}

function known(places: ReadonlySet<string>, inside: (place: string) => string[], masking: Masking): Set<string> {
  const next = [...places].flatMap(inside);
  return new Set(next.filter((place) => masking.prefixes.has(place) || isRecursive(place, masking)));
}

/** At a recursive field any of the types around may begin again. */
function withRecursion(places: ReadonlySet<string>, masking: Masking): Set<string> {
  const all = new Set(places);
  for (const place of places) {
    if (!isRecursive(place, masking)) continue;
    for (const beginning of prefixesOf([place])) all.add(beginning);
  }
  return all;
}

/** Whether this is a recursive field, or what its lists and maps hold. */
function isRecursive(place: string, { recursive }: Masking): boolean {
  return recursive.has(place) || recursive.has(place.replace(/(\[\]|\{\})+$/, ""));
}

/** A path's beginnings at every dot, list and map, itself and the empty one included. */
function prefixesOf(paths: readonly string[]): Set<string> {
  const prefixes = new Set([""]);
  for (const path of paths) {
    for (let end = 1; end <= path.length; end++) {
      const rest = path.slice(end);
      if (rest === "" || rest.startsWith(".") || rest.startsWith("[]") || rest.startsWith("{}")) {
        prefixes.add(path.slice(0, end));
      }
    }
  }
  return prefixes;
}

function comparable(path: string): string {
  return path.replaceAll("_", "").toLowerCase();
}
