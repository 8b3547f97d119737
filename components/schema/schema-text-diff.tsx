"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import type { SchemaType } from "#lib/domain/schema";
import { Button } from "../ui/button.tsx";
import { readableSchema } from "./readable-schema.ts";
import type { DiffSide } from "./schema-diff.tsx";

/** CodeMirror is fetched once a difference is looked at, never with a page that shows none. */
const SchemaDiff = dynamic(() => import("./schema-diff.tsx"), {
  ssr: false,
  loading: () => <div aria-hidden className="h-48 animate-pulse rounded border border-line bg-sunken" />,
});

type SchemaTextDiffProps = { schemaType: SchemaType; from: DiffSide; to: DiffSide };

/** What differs between two texts of a schema, line by line; JSON on one line is broken into lines first. */
export function SchemaTextDiff({ schemaType, from, to }: SchemaTextDiffProps) {
  const [sideBySide, setSideBySide] = useState(false);
  const readable = ({ label, text }: DiffSide): DiffSide => ({ label, text: readableSchema(schemaType, text) });

  return (
    <div className="grid min-w-0 gap-2">
      <div>
        <Button
          size="small"
          variant={sideBySide ? "primary" : "secondary"}
          aria-pressed={sideBySide}
          onClick={() => setSideBySide(!sideBySide)}
        >
          Side by side
        </Button>
      </div>
      <SchemaDiff schemaType={schemaType} from={readable(from)} to={readable(to)} sideBySide={sideBySide} />
    </div>
  );
}
