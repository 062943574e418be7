// A server that reads one file, again on SIGHUP, and tells by its metrics how that went. A file
// that holds "broken" is refused. Options by environment: STUBBORN ignores SIGTERM, PASSWORD asks
// for basic authentication as user "monitor", ANSWER is the status of /ready, which is 503 as long
// as the file READY_FILE does not exist.
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";

const [port, configuration] = process.argv.slice(2);
const expected = process.env.PASSWORD
  ? `Basic ${Buffer.from(`monitor:${process.env.PASSWORD}`).toString("base64")}`
  : undefined;
let success = 1;
let timestamp = Date.now() / 1000;

process.on("SIGHUP", () => {
  success = readFileSync(configuration, "utf8").includes("broken") ? 0 : 1;
  if (success === 1) timestamp = Date.now() / 1000;
  console.log(success === 1 ? "configuration loaded" : "configuration refused: line 1 is broken");
});
process.on("SIGTERM", () => {
  console.log("asked to stop");
  if (!process.env.STUBBORN) process.exit(0);
});

createServer((request, response) => {
  if (expected !== undefined && request.headers.authorization !== expected) {
    response.writeHead(401).end();
  } else if (request.url === "/metrics") {
    response.end(
      `# TYPE reload_success gauge\nreload_success ${success}\nreload_time ${timestamp.toExponential()}\n`,
    );
  } else if (request.url === "/environment") {
    response.end(JSON.stringify(process.env));
  } else {
    const ready = !process.env.READY_FILE || existsSync(process.env.READY_FILE);
    response.writeHead(ready ? Number(process.env.ANSWER ?? 200) : 503).end();
  }
}).listen(Number(port), "127.0.0.1", () => console.log(`listening on ${port}`));
