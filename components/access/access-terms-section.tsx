"use client";

import { useState } from "react";
import { CardHeader, CardSection } from "../ui/card.tsx";
import { Disclosure } from "../ui/disclosure.tsx";
import { TextArea } from "../ui/text-area.tsx";
import { TextField } from "../ui/text-field.tsx";
import { judged } from "./access-item-fields.tsx";
import { endChoices } from "./end-date.ts";
import type { AccessFormState } from "./use-access-form.tsx";

/** Why and until when; and, for who needs it, from where and what both sides promise. */
export function AccessTermsSection({ state }: { state: AccessFormState }) {
  return (
    <>
      <CardHeader title="Why, and until when" />
      <CardSection className="grid gap-4">
        <TextArea
          {...field(state, "reason")}
          label="Purpose"
          hint="Read by the owner who decides, and kept with the access."
        />
        <EndField state={state} />
      </CardSection>
      <CardSection>
        <Agreement state={state} />
      </CardSection>
    </>
  );
}

function EndField({ state }: { state: AccessFormState }) {
  // Once: a choice does not move while somebody looks at it.
  const [now] = useState(() => Date.now());
  const { latestExpiry, limits } = state.form;
  const choices = endChoices(latestExpiry, now);

  return (
    <div>
      <TextField
        {...field(state, "expiresAt")}
        label="Last day"
        mono
        placeholder="2027-03-12"
        hint={["To the end of that day in UTC.", ...limits].join(" ")}
      />
      <div className="mt-1.5 flex flex-wrap items-center gap-x-3 text-small text-ink-3">
        {choices.map(({ label, date }) => (
          <button
            key={date}
            type="button"
            className="min-h-6 cursor-pointer font-medium text-accent underline underline-offset-2"
            onClick={() => state.type("expiresAt", date)}
          >
            {label} <span className="sr-only">, until {date}</span>
          </button>
        ))}
      </div>
    </div>
  );
}

const ADVANCED = [
  "host",
  "agreement.minRetentionMs",
  "agreement.neededFields",
  "agreement.noticeDays",
  "agreement.supportContact",
];

function Agreement({ state }: { state: AccessFormState }) {
  const wrong = ADVANCED.some((path) => state.errorAt(path) !== undefined);
  const narrowed = (state.draft.fields.host ?? "*") !== "*";

  return (
    <Disclosure summary="Agreement with the owner, and where clients connect from" open={wrong || narrowed}>
      <div className="mt-2 grid gap-x-3.5 gap-y-4 sm:grid-cols-2">
        <TextField
          {...field(state, "agreement.minRetentionMs")}
          label="Records stay at least"
          optional
          mono
          hint="what you need to catch up: 7d, 168h"
        />
        <TextField
          {...field(state, "agreement.neededFields")}
          label="Fields that must stay"
          optional
          mono
          hint="separated by commas: id, total"
        />
        <TextField
          {...field(state, "agreement.noticeDays")}
          label="Notice before a breaking change"
          optional
          mono
          hint="days: 14"
        />
        <TextField
          {...field(state, "agreement.supportContact")}
          label="Support"
          optional
          hint="where you expect help: #orders"
        />
        <TextField
          {...field(state, "host")}
          label="Clients connect from"
          mono
          hint="one IP address, or * for anywhere; Kafka knows no ranges here"
        />
      </div>
    </Disclosure>
  );
}

function field(state: AccessFormState, path: string) {
  return {
    ...judged(state, path),
    value: state.draft.fields[path] ?? "",
    onChange: (event: { target: { value: string } }) => state.type(path, event.target.value),
  };
}
