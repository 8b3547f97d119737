import { stringify } from "yaml";
import type { ExportFormat } from "#lib/contract/exports";

/** A document that leaves Headgate, as a file. */
export type ExportedDocument = { fileName: string; contentType: string; text: string };

/** Writes a document down in a format; `name` is that of the file, without its ending. */
export function exportedDocument(name: string, document: object, format: ExportFormat): ExportedDocument {
  const fileName = `${name.replaceAll(/[^A-Za-z0-9._-]/g, "-")}.${format}`;
  if (format === "yaml") {
    // Without anchors: who reads the document need not know that two of its parts were one object here.
    const text = stringify(document, { aliasDuplicateObjects: false });
    return { fileName, contentType: "application/yaml; charset=utf-8", text };
  }
  return { fileName, contentType: "application/json; charset=utf-8", text: `${JSON.stringify(document, null, 2)}\n` };
}
