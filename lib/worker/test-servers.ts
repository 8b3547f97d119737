import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { claim, release } from "../../local/data-folder.ts";
import { ProcessGroup, signalTo } from "../../local/process-group.ts";
import { readSettings, type Settings } from "../../local/settings.ts";

const ROOT = path.join(import.meta.dirname, "../..");

/** How the process of a test ends, or learns that whoever started it has. */
const ENDS = ["exit", "disconnect"] as const;

/**
 * A folder and processes of a test's own, beside those of the stack that it runs on. Should the test itself be killed, the next `npm test` stops
 * what it left behind.
 */
export class TestServers {
  readonly settings: Settings;
  readonly group: ProcessGroup;
  readonly #killAll = () => {
    for (const name of this.group.names) signalTo(-(this.group.get(name)?.pid ?? 0), "SIGKILL");
  };

  readonly #leave = () => process.exit(143);

  private constructor(settings: Settings) {
    this.settings = settings;
    this.group = new ProcessGroup(settings.data);
    for (const end of ENDS) process.on(end, this.#killAll);
    process.on("SIGTERM", this.#leave);
  }

  static async open(): Promise<TestServers> {
    const settings = settingsOfStack();
    const beside = path.join(settings.data, "throwaway");
    mkdirSync(beside, { recursive: true });
    const data = mkdtempSync(path.join(beside, "faults-"));
    chmodSync(data, 0o755); // As root, Postgres runs as another user, who has to pass.
    await claim(data);
    return new TestServers({ ...settings, data });
  }

  async close(): Promise<void> {
    await this.group.stopAll();
    for (const end of ENDS) process.off(end, this.#killAll);
    process.off("SIGTERM", this.#leave);
    release(this.settings.data);
    rmSync(this.settings.data, { recursive: true, force: true });
  }
}

/** Where the stack that runs the tests keeps its throwaway folders, and Kafka's jars. */
function settingsOfStack(): Settings {
  const settings = readSettings(process.env, ROOT);
  const downloads = process.env.TEST_DOWNLOADS ?? settings.downloads;
  return { ...settings, downloads, data: path.dirname(downloads) };
}
