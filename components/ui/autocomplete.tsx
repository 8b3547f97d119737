import { useId } from "react";
import { TextField, type TextFieldProps } from "./text-field.tsx";

export type Suggestion = { value: string /** Beside it in the list. */; note?: string };

type AutocompleteProps = Omit<TextFieldProps, "list"> & {
  /** What is offered for the text as it stands; anything else may be typed as well. */
  suggestions: readonly Suggestion[];
};

/**
 * One line of text with suggestions: what is typed counts, chosen or not. The caller finds the suggestions. The browser's own list: beside an
 * open list of Base UI the whole page is hidden from screen readers while it can still be reached by Tab.
 */
export function Autocomplete({ suggestions, ...field }: AutocompleteProps) {
  const list = useId();

  return (
    <>
      <TextField {...field} list={list} />
      <datalist id={list}>
        {suggestions.map(({ value, note }) => (
          <option key={value} value={value}>
            {note}
          </option>
        ))}
      </datalist>
    </>
  );
}
