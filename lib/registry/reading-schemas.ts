import type { Buffer } from "node:buffer";
import { SchemaRegistry, SchemaType } from "@kafkajs/confluent-schema-registry";
import type { SchemaDefinition } from "#lib/domain/schema";
import { readLongsExactly } from "./avro-long.ts";
import type { RegistryAnswer, SubjectRegistry } from "./subject-registry.ts";

/** What decoding asks a registry. */
export type SchemaSource = Pick<SubjectRegistry, "readSchema" | "readVersion">;

/** A schema that records can be read with. `read` takes what follows the schema's id, and throws when the bytes do not fit it. */
export type ReadingSchema = { definition: SchemaDefinition; read(payload: Buffer): unknown };

/** The library's own HTTP client, whose calls are answered by ours, and what its answers look like. */
type Middleware = NonNullable<ConstructorParameters<typeof SchemaRegistry>[0]["middlewares"]>[number];
type Respond = NonNullable<ReturnType<Middleware>["response"]>;
type Response = Awaited<ReturnType<Respond>>;
type Request = Parameters<Respond>[2];

/** Schemas that one schema may refer to, directly or not. Each costs a call. */
const MAX_REFERENCES = 100;

/**
 * Builds what reads records of one schema, with `@kafkajs/confluent-schema-registry`, which is never asked to register anything (its `register`
 * also changes levels), and whose HTTP client never sends anything: every call it would make is answered from `source`.
 * @throws Error saying why there is none: the registry does not know the schema, or it cannot be read
 * @throws {RegistryCallFailed} when the registry gave no usable answer
 */
export async function openReadingSchema(source: SchemaSource, id: number): Promise<ReadingSchema> {
  const definition = valueIn(await source.readSchema(id));
  const library = new SchemaRegistry(
    { host: "http://nobody.invalid", middlewares: [answeringFrom(source, definition)] },
    { [SchemaType.AVRO]: { typeHook: readLongsExactly }, [SchemaType.JSON]: { ajvInstance: notValidating } },
  );
  const schema = await library.getSchema(id);
  return { definition, read: (payload) => schema.fromBuffer(payload) };
}

/**
 * A sample shows what is there, valid or not. So JSON Schemas are not compiled either: that would run code made from the schema, and patterns
 * of its choice over the record. Nor are their references read.
 */
const notValidating = {
  addSchema: (): never => {
    throw new Error("a JSON Schema is used without its references");
  },
  compile: () => Object.assign(() => true, { errors: [] as never[] }),
};

/** The last middleware is the outermost: one that does not call the next keeps all others, and the network, out. */
function answeringFrom(source: SchemaSource, definition: SchemaDefinition): Middleware {
  let references = 0;
  const answer = async (resource: string, request: Request): Promise<SchemaDefinition> => {
    if (resource === "Schema") return definition.schemaType === "JSON" ? { ...definition, references: [] } : definition;
    references += 1;
    if (references > MAX_REFERENCES) throw new Error(`it refers to more than ${MAX_REFERENCES} others`);
    const { subject, version } = request.params();
    return valueIn(await source.readVersion(String(subject), Number(version)));
  };
  return ({ resourceName }) => ({
    async response(_next, _renew, request) {
      const body = await answer(resourceName, request);
      const response: Pick<Response, "data"> = { data: <T>() => body as T };
      return response as Response;
    },
  });
}

function valueIn<T>(answer: RegistryAnswer<T>): T {
  if (answer.ok) return answer.value;
  throw new Error(answer.error.message);
}
