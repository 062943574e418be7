import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  type ContentDescription,
  contentArguments,
} from "../../../components/grafana-content/content-arguments";

const description: ContentDescription = {
  url: "http://127.0.0.1:3000",
  username: "admin",
  datasource: { url: "http://prometheus:9090", timeInterval: "15s", username: "monitor" },
  folders: [{ uid: "chatqna", title: "ChatQnA" }],
  dashboards: [{ uid: "tgi", folder: "chatqna", json: '{"uid":"tgi"}' }],
};

describe("the arguments of Grafana's content", () => {
  it("are these", () => {
    assert.deepEqual(contentArguments(description), {
      provider: {
        url: "http://127.0.0.1:3000",
        retries: 10,
        retryWait: 2,
        retryStatusCodes: ["429", "5xx"],
      },
      datasource: {
        uid: "prometheus",
        name: "Prometheus",
        type: "prometheus",
        url: "http://prometheus:9090",
        accessMode: "proxy",
        isDefault: true,
        basicAuthEnabled: true,
        basicAuthUsername: "monitor",
        jsonDataEncoded: '{"httpMethod":"POST","timeInterval":"15s"}',
      },
      folders: [{ uid: "chatqna", title: "ChatQnA" }],
      dashboards: [{ uid: "tgi", folder: "chatqna", configJson: '{"uid":"tgi"}', overwrite: true }],
    });
  });

  const wrong: readonly [string, Partial<ContentDescription>, RegExp][] = [
    ["a URL without a scheme", { url: "grafana:3000" }, /Give it as http:\/\/host:port/],
    ["a colon in the user's name", { username: "a:b" }, /without a colon/],
    ["another uid in the JSON", board({ json: '{"uid":"x"}' }), /has the uid "x" in its JSON/],
    ["no uid in the JSON", board({ json: "{}" }), /has no uid in its JSON. Set it to "tgi"/],
    ["no JSON", board({ json: "<html>" }), /tgi is not a JSON object/],
    [
      "a folder that is not there",
      board({ folder: "x" }),
      /which there is not. There are: chatqna/,
    ],
    ["a uid with a slash", { folders: [{ uid: "a/b", title: "A" }] }, /has the uid "a\/b"/],
  ];
  for (const [name, change, message] of wrong) {
    it(`refuse ${name}`, () => {
      assert.throws(() => contentArguments({ ...description, ...change }), message);
    });
  }
});

function board(change: Partial<ContentDescription["dashboards"][number]>) {
  return { dashboards: [{ uid: "tgi", folder: "chatqna", json: '{"uid":"tgi"}', ...change }] };
}
