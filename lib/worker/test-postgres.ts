import { Client } from "pg";
import { freePorts } from "../../local/ports.ts";
import { databaseUrls, startPostgres } from "../../local/postgres.ts";
import { loadSecrets, type Secrets } from "../../local/secrets.ts";
import type { Settings } from "../../local/settings.ts";
import type { TestServers } from "./test-servers.ts";

/** A Postgres server of a test's own, which may therefore crash. */
export class TestPostgres {
  readonly #servers: TestServers;
  readonly #settings: Settings;
  readonly #secrets: Secrets;

  private constructor(servers: TestServers, settings: Settings) {
    this.#servers = servers;
    this.#settings = settings;
    this.#secrets = loadSecrets(settings.data);
  }

  static async start(servers: TestServers): Promise<TestPostgres> {
    const postgres = new TestPostgres(servers, { ...servers.settings, ports: await freePorts() });
    await postgres.#start();
    await postgres.#makeRoles();
    return postgres;
  }

  /** What tests are told of it, in the words of the stack's environment. */
  get environment(): NodeJS.ProcessEnv {
    const urls = databaseUrls(this.#settings, this.#secrets);
    return {
      ...process.env,
      TEST_DATABASE_URL: urls.owner,
      TEST_WEB_DATABASE_URL: urls.web,
      TEST_WORKER_DATABASE_URL: urls.worker,
      TEST_SUPERUSER_DATABASE_URL: urls.superuser,
    };
  }

  /** Ends it as a crash does, in the middle of whatever it does, and starts it again; what was committed is there again. */
  async restart(): Promise<void> {
    await this.#servers.group.stop("postgres", "SIGQUIT");
    await this.#start();
  }

  /** Ends the worker's connections to a database, in the middle of whatever they do, and waits until they are. */
  endConnections(database: string): Promise<void> {
    return this.#query(databaseUrls(this.#settings, this.#secrets).superuser, (client) =>
      client.query(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = $1 AND usename = $2",
        [database, "headgate_worker"],
      ),
    );
  }

  /** The two roles of the product, before the migrations would make them without a password. */
  #makeRoles(): Promise<void> {
    return this.#query(databaseUrls(this.#settings, this.#secrets).owner, async (client) => {
      await client.query(`CREATE ROLE headgate_web LOGIN PASSWORD '${this.#secrets.postgresWeb}'`);
      await client.query(`CREATE ROLE headgate_worker LOGIN PASSWORD '${this.#secrets.postgresWorker}'`);
    });
  }

  async #query(url: string, work: (client: Client) => Promise<unknown>): Promise<void> {
    const client = new Client(url);
    await client.connect();
    try {
      await work(client);
    } finally {
      await client.end();
    }
  }

  /** What was committed has to outlast a crash, so everything is flushed to disk. */
  #start(): Promise<void> {
    return startPostgres(this.#servers.group, this.#settings, this.#secrets, true);
  }
}
