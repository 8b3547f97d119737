export type Environment = Readonly<Record<string, string | undefined>>;

/** A reference that cannot be resolved: where it stands (`connection.sasl.password`) and what is wrong. */
export type ReferenceProblem = { path: string; message: string };

const reference = /\$\{([^}]*)(\}?)/g;
const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Replaces every `${NAME}` in the texts of a parsed file by the variable of that name, so that secrets need not stand in the file.
 * Works on parsed values, not on the file's text: whatever a variable holds, it cannot change the structure. An empty variable counts
 * as missing, because compose files and shells cannot unset one.
 */
export function resolveReferences(
  value: unknown,
  environment: Environment,
): { value: unknown; problems: ReferenceProblem[] } {
  const problems: ReferenceProblem[] = [];

  const resolve = (node: unknown, path: string): unknown => {
    if (typeof node === "string") return resolveText(node, environment, (message) => problems.push({ path, message }));
    if (Array.isArray(node)) return node.map((item, index) => resolve(item, `${path}[${index}]`));
    if (typeof node !== "object" || node === null) return node;
    const entries = Object.entries(node).map(([key, item]) => [
      key,
      resolve(item, path === "" ? key : `${path}.${key}`),
    ]);
    return Object.fromEntries(entries);
  };
  return { value: resolve(value, ""), problems };
}

function resolveText(text: string, environment: Environment, report: (message: string) => void): string {
  return text.replace(reference, (written: string, name: string, end: string) => {
    if (end === "" || !variableName.test(name)) {
      report(`holds '\${' without the name of a variable: write \${NAME}`);
      return written;
    }
    const value = Object.hasOwn(environment, name) ? environment[name] : undefined;
    if (!value) report(`refers to \${${name}}, but the environment has no ${name}, or it is empty`);
    return value ?? written;
  });
}
