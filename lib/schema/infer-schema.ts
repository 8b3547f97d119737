import type { SchemaType } from "#lib/domain/schema";
import { inferAvro } from "./infer/infer-avro.ts";
import { inferJsonSchema } from "./infer/infer-json-schema.ts";
import { inferProtobuf } from "./infer/infer-protobuf.ts";
import { shapeOf } from "./infer/value-shape.ts";

/**
 * A schema text that all samples fit, to be edited: what is absent or null in some is optional, texts that are times stay texts.
 * @param values JSON values, as many as there are
 * @param recordName what names the record (see RECORD_NAMED_BY): `orders.OrderPlaced`
 */
export function inferSchema(
  values: readonly unknown[],
  { schemaType, recordName }: { schemaType: SchemaType; recordName: string },
): string {
  const shape = shapeOf(values);
  switch (schemaType) {
    case "AVRO":
      return inferAvro(shape, recordName);
    case "JSON":
      return inferJsonSchema(shape, recordName);
    case "PROTOBUF":
      return inferProtobuf(shape, recordName);
  }
}
