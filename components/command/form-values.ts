/** The named fields of a form as text; one that is absent is empty. */
export function textsOf<Name extends string>(form: FormData, names: readonly Name[]): { [N in Name]: string } {
  return Object.fromEntries(names.map((name) => [name, String(form.get(name) ?? "")])) as { [N in Name]: string };
}
