import { inParallel } from "#lib/worker/in-parallel";

/** As many subjects as the worker's sweep reads at once. */
const SUBJECTS_AT_ONCE = 16;
const SUBJECTS_PER_PAGE = 1_000;
const MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";

/** The schema registry by plain fetch, which keeps its connections alive, without anything of Headgate: what every figure is compared with. */
export class BareRegistry {
  readonly #url: string;

  /** @param url where its Confluent-compatible API begins */
  constructor(url: string) {
    this.#url = url;
  }

  /** Registers an Avro schema. @returns its id */
  async register(subject: string, schema: string): Promise<number> {
    const { id } = await this.#send<{ id: number }>(`/subjects/${encodeURIComponent(subject)}/versions`, { schema });
    return id;
  }

  /** Whether the registry calls an Avro schema compatible with the latest version. */
  async check(subject: string, schema: string): Promise<boolean> {
    const path = `/compatibility/subjects/${encodeURIComponent(subject)}/versions/latest?verbose=true`;
    return (await this.#send<{ is_compatible: boolean }>(path, { schema })).is_compatible;
  }

  /** The names of all subjects, page by page. */
  async listSubjects(): Promise<string[]> {
    const subjects: string[] = [];
    for (;;) {
      const page = await this.#send<string[]>(`/subjects?limit=${SUBJECTS_PER_PAGE}&offset=${subjects.length}`);
      subjects.push(...page);
      if (page.length < SUBJECTS_PER_PAGE) return subjects;
    }
  }

  /** Reads which subjects there are, and of each the numbers of its versions and the level in force. */
  async readAll(): Promise<void> {
    await inParallel(await this.listSubjects(), SUBJECTS_AT_ONCE, (subject) => this.#readFacts(subject));
  }

  /** The same, with the texts of all versions. */
  async readAllTexts(): Promise<void> {
    await inParallel(await this.listSubjects(), SUBJECTS_AT_ONCE, async (subject) => {
      const [versions] = await this.#readFacts(subject);
      for (const version of versions) await this.#send(`/subjects/${encodeURIComponent(subject)}/versions/${version}`);
    });
  }

  #readFacts(subject: string): Promise<[number[], unknown]> {
    const name = encodeURIComponent(subject);
    return Promise.all([
      this.#send<number[]>(`/subjects/${name}/versions`),
      this.#send(`/config/${name}?defaultToGlobal=true`),
    ]);
  }

  /** @throws Error when it is refused */
  async #send<Answer>(path: string, body?: unknown): Promise<Answer> {
    const post = { method: "POST", headers: { "content-type": MEDIA_TYPE }, body: JSON.stringify(body) };
    const response = await fetch(`${this.#url}${path}`, body === undefined ? {} : post);
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as Answer;
  }
}
