import { readFileSync, readdirSync, readlinkSync } from "node:fs";

/**
 * Ends the language hosts of engines that a test has killed: by themselves they end minutes later.
 * Elsewhere than on Linux, where nothing tells whose they are, they are left to that.
 * @param directory of the project, as long as it is there
 */
export function endLanguageHosts(directory: string): void {
  if (process.platform !== "linux") return;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      if (isLanguageHostIn(directory, `/proc/${pid}`)) process.kill(Number(pid), "SIGKILL");
    } catch {
      // It has ended meanwhile.
    }
  }
}

function isLanguageHostIn(directory: string, entry: string): boolean {
  const [program = ""] = readFileSync(`${entry}/cmdline`, "utf8").split("\0");
  return program.endsWith("/pulumi-language-nodejs") && readlinkSync(`${entry}/cwd`) === directory;
}
