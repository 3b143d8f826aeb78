// A case from a simulated scenario, and the server over it.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));
export const repository = root;

/** The binary that is tested; null when there is none. */
export function binary() {
  const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
  return [process.env.DAYLIGHT_BIN, join(target, "release/daylight"), join(target, "debug/daylight")].find((p) => p && existsSync(p)) ?? null;
}

export class Case {
  constructor(bin) {
    this.bin = bin;
    this.folder = mkdtempSync(join(tmpdir(), "daylight-e2e-"));
    this.dir = join(this.folder, "case");
    this.server = null;
    // Keys of the person who runs the tests are left alone.
    this.env = { ...process.env, XDG_CONFIG_HOME: this.folder, HOME: this.folder };
    this.run("case", "new", this.dir, "--name", "Example vote", "--access-basis", "manifestly-public", "--legal-basis", "research in the public interest", "--retention-until", "2099-12-31", ...this.unlock());
  }

  unlock() {
    return ["--case-key", join(this.folder, "case.key"), "--actor", "ana"];
  }

  /** Runs a command of the program; its failure is ours. */
  run(...args) {
    const done = spawnSync(this.bin, args, { encoding: "utf8", cwd: this.folder, env: this.env, maxBuffer: 1 << 28 });
    if (done.status !== 0) throw new Error(`daylight ${args.join(" ")} ended with ${done.status}\n${done.stderr}\n${done.stdout}`);
    return done.stdout;
  }

  /** Writes a file beside the case. */
  write(name, text) {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return path;
  }

  simulate(scenario, scale) {
    const out = join(this.folder, scenario);
    this.run("simulate", scenario, "--seed", "1", "--scale", String(scale), "--out", out);
    return join(out, "posts.csv");
  }

  import(path) {
    this.run("import", path, "--case", this.dir, ...this.unlock());
  }

  /** Starts the server and waits for the address that it prints. */
  async serve() {
    const ui = process.env.E2E_UI ? ["--ui", process.env.E2E_UI] : [];
    const child = spawn(this.bin, ["serve", this.dir, "--no-open", ...ui, ...this.unlock()], { cwd: this.folder, env: this.env });
    const address = await new Promise((done, fail) => {
      let said = "";
      const hear = (chunk) => {
        said += chunk;
        const found = /http:\/\/[^\s]+#token=[A-Za-z0-9_-]+/.exec(said);
        if (found) done(found[0]);
      };
      child.stdout.on("data", hear);
      child.stderr.on("data", hear);
      child.on("exit", (code) => fail(new Error(`daylight serve ended with ${code}\n${said}`)));
      setTimeout(() => fail(new Error(`daylight serve printed no address\n${said}`)), 60_000).unref();
    });
    this.server = { child, address, origin: new URL(address).origin };
    return this.server;
  }

  async stop() {
    const child = this.server?.child;
    this.server = null;
    if (!child || child.exitCode !== null) return;
    const gone = new Promise((done) => child.on("exit", done));
    child.kill();
    await gone;
  }

  async remove() {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
