import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { type ParseResult, parseSettings } from "../../../plan/settings/parse-settings";
import { formatProblems } from "../../../plan/settings/problem";
import { readStackFile } from "../../../plan/settings/stack-file";

/** Stands in every secret that is generated, and nowhere else. */
const marker = "hunter2";
// Without a blank at its ends, which is refused.
const secret = fc.string().map((text) => `${text.trimStart()}${marker}`);

const keys = fc.constantFrom(
  ..."platform environment targets chatqna via release hardware engine static job address".split(
    " ",
  ),
  ..."addresses labels prometheus port bind scrapeInterval retention size limits keep".split(" "),
  ..."externalLabels remoteWrite name url username authentication users monitor tls".split(" "),
  ..."grafana enabled services llm Prometheus prot __proto__ constructor".split(" "),
);
const leaves = fc.oneof(
  fc.string(),
  fc.integer({ min: -1, max: 70_000 }),
  fc.double(),
  fc.boolean(),
  fc.constantFrom(null, "host", "simulator", "5s", "1m", "2GB", "tgi", "localhost:9009", "0.0.0.0"),
);
/** Maps and lists that look a little like settings. */
const { garbage } = fc.letrec<{ garbage: unknown }>((tie) => ({
  garbage: fc.oneof(
    { maxDepth: 4 },
    leaves,
    fc.array(tie("garbage"), { maxLength: 3 }),
    fc.dictionary(keys, tie("garbage"), { maxKeys: 5 }),
  ),
}));
const garbageSettings = fc.dictionary(keys, garbage, { maxKeys: 5 });

const port = (from: number) => fc.integer({ min: from, max: from + 99 });
const validSettings = fc.record(
  {
    environment: fc.string({ minLength: 1 }),
    targets: fc.oneof(
      fc.record({ chatqna: fc.record({ via: fc.constantFrom("simulator", "replay", "host") }) }),
      fc.record({ static: fc.constant([{ job: "tgi", address: "localhost:9009" }]) }),
      fc.constant({}),
    ),
    prometheus: fc.record(
      {
        port: port(20_000),
        scrapeInterval: fc.constantFrom("1s", "5s", "1m", "2m30s"),
        retention: fc.record({ time: fc.constantFrom("1d", "2w", "1y"), size: fc.constant("1GB") }),
        externalLabels: fc.dictionary(
          fc.constantFrom("region", "tier", "_x"),
          fc.string({ minLength: 1 }),
        ),
        keep: fc.subarray(["tgi_batch_next_size_bucket", "te_batch_next_tokens_bucket"]),
      },
      { requiredKeys: [] },
    ),
    grafana: fc.record(
      { enabled: fc.boolean(), port: port(30_000), adminPassword: secret },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);

describe("settings of any kind", () => {
  it("never throw, and give settings or problems, the same each time", () => {
    fc.assert(
      fc.property(garbageSettings, (raw) => {
        const before = JSON.stringify(raw);
        const first = parse(raw);
        assert.ok(first.ok || first.problems.length > 0, "refused without a problem");
        assert.deepEqual(parse(raw), first);
        assert.equal(JSON.stringify(raw), before, "the input was changed");
      }),
    );
  });

  it("get messages that are ours and end as sentences", () => {
    fc.assert(
      fc.property(garbageSettings, (raw) => {
        const result = parse(raw);
        for (const { key, message } of result.ok ? [] : result.problems) {
          assert.match(key, /:/);
          assert.match(message, /^(is|has|means)\b/);
          assert.doesNotMatch(message, /Invalid input|undefined|\[object/);
        }
      }),
    );
  });

  it("never have a secret in a message, wherever it stands", () => {
    const misplaced = fc.constantFrom("adminPassword", "bind", "port", "version", "unknown");
    fc.assert(
      fc.property(
        fc.dictionary(misplaced, secret),
        secret,
        garbageSettings,
        (grafana, user, raw) => {
          const authentication = {
            users: { ann: user },
            monitor: { username: user, password: user },
          };
          const remoteWrite = [{ name: user, url: user, username: user, bearerToken: user }];
          const settings = { ...raw, grafana, prometheus: { authentication, remoteWrite } };
          const result = parseSettings(settings, { stack: "dev", isSecret: () => true });
          assert.ok(!messagesOf(result).includes(marker), messagesOf(result));
        },
      ),
    );
  });

  it("never have a secret in plain text repeated", () => {
    fc.assert(
      fc.property(secret, secret, (password, token) => {
        const result = parse({
          grafana: { adminPassword: password, secretKey: token },
          prometheus: {
            remoteWrite: [{ name: "a", url: `https://u:${marker}@a.example`, bearerToken: token }],
            authentication: { users: { ann: password }, monitor: { username: "ann", password } },
          },
        });
        assert.ok(!messagesOf(result).includes(marker), messagesOf(result));
      }),
    );
  });

  it("never throw as the text of a file", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const result = readStackFile(`config:\n${text}`, "dev");
        assert.ok(result.ok || result.problems.length > 0, "refused without a problem");
      }),
    );
  });
});

describe("valid settings", () => {
  it("are taken, in any order of their keys, with equal bytes", () => {
    fc.assert(
      fc.property(validSettings, (raw) => {
        const result = parseSettings(raw, { stack: "dev", isSecret: () => true });
        assert.ok(result.ok, messagesOf(result));
        const reversed = Object.fromEntries(Object.entries(raw).reverse());
        const again = parseSettings(reversed, { stack: "dev", isSecret: () => true });
        assert.equal(JSON.stringify(again), JSON.stringify(result));
        assert.ok(!JSON.stringify(result.settings).includes(marker), "a secret is in the settings");
      }),
    );
  });
});

function parse(raw: Readonly<Record<string, unknown>>): ParseResult {
  return parseSettings(raw, { stack: "dev", isSecret: () => false });
}

function messagesOf(result: ParseResult): string {
  return result.ok ? "" : formatProblems("Pulumi.dev.yaml", result.problems);
}
