"use client";

import { ownNamespace } from "#lib/domain/grant";
import { FieldVerdict } from "../plan/verdict.tsx";
import { Button } from "../ui/button.tsx";
import { Checkbox } from "../ui/checkbox.tsx";
import { Disclosure } from "../ui/disclosure.tsx";
import { Select } from "../ui/select.tsx";
import { TextField } from "../ui/text-field.tsx";
import { type AccessItemDraft, groupOf } from "./access-draft.ts";
import { TopicField } from "./topic-field.tsx";
import type { AccessFormState } from "./use-access-form.tsx";

type ItemProps = { state: AccessFormState; index: number; item: AccessItemDraft };

const OPERATIONS = [
  { value: "consume", label: "consume" },
  { value: "produce", label: "produce" },
];

/** One topic of the request: what is wanted there, and as which group or transactional id. */
export function AccessItemFields({ state, index, item }: ItemProps) {
  const path = `items.${index}`;
  const alone = state.draft.items.length === 1;

  return (
    <fieldset className="min-w-0 border-t border-line p-3.5 first-of-type:border-t-0">
      <legend className={alone ? "sr-only" : "float-left mb-2 font-medium"}>Topic {index + 1}</legend>
      {!alone && (
        <Button
          size="small"
          variant="quiet"
          className="float-right"
          aria-label={`Take topic ${index + 1} away`}
          onClick={() => state.removeItem(item.id)}
        >
          Take away
        </Button>
      )}
      <div className="clear-both flex flex-col gap-2.5 sm:flex-row">
        <Select
          {...judged(state, `${path}.operation`)}
          label="May"
          className="sm:w-32"
          options={OPERATIONS}
          value={item.operation}
          onChange={(event) =>
            state.changeItem(`${path}.operation`, item.id, {
              operation: event.target.value === "produce" ? "produce" : "consume",
            })
          }
        />
        <TopicField state={state} index={index} item={item} />
      </div>
      {item.operation === "consume" && <GroupField state={state} index={index} item={item} />}
      <Advanced state={state} index={index} item={item} />
    </fieldset>
  );
}

function GroupField({ state, index, item }: ItemProps) {
  const path = `items.${index}.consumerGroup.name`;
  const own = ownNamespace(state.application);

  return (
    <div className="mt-2.5">
      <TextField
        {...judged(state, path)}
        label={item.groupPrefixed ? "Consumer groups that begin with" : "Consumer group"}
        mono
        value={groupOf(item, state.application)}
        onChange={(event) => state.changeItem(path, item.id, { group: event.target.value })}
        hint={
          <>
            Names that begin with <span className="font-mono">{own}</span> are this application’s alone.
          </>
        }
      />
      <Prefixed
        label="All groups that begin with it (PREFIXED)"
        checked={item.groupPrefixed}
        onChange={(groupPrefixed) => state.changeItem(path, item.id, { groupPrefixed })}
      />
    </div>
  );
}

/** What few need, and what makes a request a risk: open by itself once something is stated there. */
function Advanced({ state, index, item }: ItemProps) {
  const id = `items.${index}.transactionalId.name`;
  const pattern = `items.${index}.patternType`;
  const verdict = judged(state, pattern).verdict;
  const stated = item.prefixed || item.transactionalId !== "" || Boolean(verdict);
  const producing = item.operation === "produce";

  return (
    <div className="mt-2.5">
      <Disclosure summary={producing ? "All topics of a prefix, transactions" : "All topics of a prefix"} open={stated}>
        <Prefixed
          name={pattern}
          label="All topics that begin with it (PREFIXED): those made later too"
          checked={item.prefixed}
          onChange={(prefixed) => state.changeItem(pattern, item.id, { prefixed })}
        />
        {verdict}
        {producing && (
          <div className="mt-2.5">
            <TextField
              {...judged(state, id)}
              label={item.transactionalPrefixed ? "Transactional ids that begin with" : "Transactional id"}
              optional
              mono
              value={item.transactionalId}
              onChange={(event) => state.changeItem(id, item.id, { transactionalId: event.target.value })}
              hint={`Only for producers that use transactions; begins with ${ownNamespace(state.application)}`}
            />
            <Prefixed
              label="All ids that begin with it (PREFIXED)"
              checked={item.transactionalPrefixed}
              onChange={(transactionalPrefixed) => state.changeItem(id, item.id, { transactionalPrefixed })}
            />
          </div>
        )}
      </Disclosure>
    </div>
  );
}

type PrefixedProps = { name?: string; label: string; checked: boolean; onChange: (checked: boolean) => void };

function Prefixed({ name, label, checked, onChange }: PrefixedProps) {
  return (
    <div className="mt-1">
      <Checkbox name={name} label={label} checked={checked} onChange={(event) => onChange(event.target.checked)} />
    </div>
  );
}

/** What is said about a field, at the control that an error about it leads to. */
export function judged(state: AccessFormState, path: string) {
  const violations = state.violationsAt(path);
  return {
    name: path,
    error: state.errorAt(path),
    "aria-invalid": violations.some(({ enforcement }) => enforcement === "deny"),
    verdict: violations.length > 0 && <FieldVerdict path={path} violations={violations} onTake={state.take} />,
  };
}
