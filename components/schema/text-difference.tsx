"use client";

import { useState } from "react";
import type { SchemaType } from "#lib/domain/schema";
import { Disclosure } from "../ui/disclosure.tsx";
import { SchemaTextDiff } from "./schema-text-diff.tsx";

type TextDifferenceProps = {
  schemaType: SchemaType;
  /** The version that is there, and what is asked for. */
  base: { version: number; text: string };
  asked: string;
};

/** The difference as text, behind its name: the meaning stands above it. Made only while somebody looks, since it is made anew at each stroke. */
export function TextDifference({ schemaType, base, asked }: TextDifferenceProps) {
  const [open, setOpen] = useState(false);

  return (
    <Disclosure summary="The difference as text" onToggle={setOpen}>
      {open && (
        <SchemaTextDiff
          schemaType={schemaType}
          from={{ label: `Version ${base.version}`, text: base.text }}
          to={{ label: "What is asked for", text: asked }}
        />
      )}
    </Disclosure>
  );
}
