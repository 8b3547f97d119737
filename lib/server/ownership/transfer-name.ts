type Moved = {
  topics: readonly string[];
  subjects: readonly string[];
  applications: readonly string[];
  prefixes: readonly string[];
};

/**
 * What a transfer is called in lists and mails: a topic by its name, with or without its subjects; else numbers, such as
 * `2 topics, 1 application and 1 prefix of orders`.
 */
export function transferName({ topics, subjects, applications, prefixes }: Moved, from: { slug: string }): string {
  const [first, ...others] = [...topics, ...applications, ...prefixes];
  if (first !== undefined && others.length === 0 && (topics.length === 1 || subjects.length === 0)) return first;
  if (first === undefined && subjects.length === 1) return subjects[0] ?? "";

  const parts = [
    counted(topics.length, "topic", "topics"),
    counted(subjects.length, "subject", "subjects"),
    counted(applications.length, "application", "applications"),
    counted(prefixes.length, "prefix", "prefixes"),
  ].filter((part) => part !== null);
  return `${new Intl.ListFormat("en-GB", { type: "conjunction" }).format(parts)} of ${from.slug}`;
}

function counted(count: number, one: string, many: string): string | null {
  return count === 0 ? null : `${count} ${count === 1 ? one : many}`;
}
