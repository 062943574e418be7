import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  interpolateQuery,
  interpolateText,
  type VariableValue,
} from "../../../dashboards/draw/interpolate";
import type { Ask, Request } from "../../../dashboards/draw/prometheus-answers";
import {
  asVariables,
  chooseValue,
  customOptions,
  optionsFrom,
  resolveVariables,
  variableRequest,
} from "../../../dashboards/draw/variables";
import type { Json, JsonObject } from "../../../dashboards/json";

const window = { from: 1_000_000, to: 1_900_000 };
const multi = (...values: readonly string[]): VariableValue => ({
  values,
  isMulti: true,
  text: values.join(", "),
});

/** A Prometheus with two jobs, of which tgi has two instances. */
function prometheus(asked: Request[] = []): Ask {
  return (request) => {
    asked.push(request);
    const data: Json = request.endpoint.startsWith("label/job")
      ? ["vllm", "tgi"]
      : ["10.0.0.1:80", "10.0.0.2:80"];
    return Promise.resolve({ ok: true, data });
  };
}

const all = { includeAll: true, multi: true, current: { value: ["$__all"] } };
const board: JsonObject = {
  templating: {
    list: [
      { type: "datasource", name: "datasource", query: "prometheus" },
      { type: "query", name: "job", query: "label_values(up, job)", sort: 1, ...all },
      {
        type: "query",
        name: "instance",
        query: { query: 'label_values(up{job=~"$job"}, instance)' },
        ...all,
      },
    ],
  },
};

async function resolved(given: Readonly<Record<string, readonly string[]>>, asked?: Request[]) {
  const choices = { window, builtIn: new Map<string, string>(), ask: prometheus(asked) };
  return resolveVariables(board, { ...choices, given: new Map(Object.entries(given)) });
}

describe("variables", () => {
  it("ask with the values of those before them", async () => {
    const asked: Request[] = [];
    const variables = await resolved({}, asked);
    assert.deepEqual(
      variables.map(({ name, value }) => [name, value.text]),
      [
        ["datasource", "Prometheus"],
        ["job", "All"],
        ["instance", "All"],
      ],
    );
    assert.equal(asked[1]?.parameters["match[]"], 'up{job=~"(tgi|vllm)"}');
  });

  it("take what the command line gives, without asking for it", async () => {
    const asked: Request[] = [];
    const variables = await resolved({ instance: ["10.0.0.2:80"] }, asked);
    const expr = interpolateQuery('up{instance=~"$instance"}', asVariables(variables, new Map()));
    assert.equal(expr, 'up{instance=~"10\\\\.0\\\\.0\\\\.2:80"}');
    assert.equal(asked.length, 1);
  });

  it("tell why they have no value", async () => {
    const ask: Ask = () => Promise.resolve({ ok: false, error: "query timed out" });
    const variables = await resolveVariables(board, {
      window,
      builtIn: new Map(),
      given: new Map(),
      ask,
    });
    assert.deepEqual(
      variables.map(({ problem }) => problem),
      [undefined, "query timed out", "query timed out"],
    );
  });

  it("are Grafana's own expression for All where the board has one", () => {
    const value = chooseValue({ ...all, allValue: ".+" }, [{ text: "a", value: "a" }]);
    assert.equal(interpolateQuery("$x", new Map([["x", value]])), ".+");
  });

  it("are the saved choice where it is possible, else the first", () => {
    const options = ["a", "b"].map((value) => ({ text: value, value }));
    const saved = (value: string) => chooseValue({ current: { value } }, options).values;
    assert.deepEqual([saved("b"), saved("gone")], [["b"], ["a"]]);
  });

  it("can be lists with names", () => {
    assert.deepEqual(customOptions({ query: "a, short : 5s,x\\,y" }), [
      { text: "a", value: "a" },
      { text: "short", value: "5s" },
      { text: "x,y", value: "x,y" },
    ]);
  });

  it("take the group of their regular expression, each value once, in order", () => {
    const texts = ['x{job="b"} 1 2', 'x{job="a"} 1 2', 'x{job="a"} 1 3', "other"];
    const values = optionsFrom(texts, '/job="([^"]+)"/', 1).map(({ value }) => value);
    assert.deepEqual(values, ["a", "b"]);
    assert.deepEqual(
      optionsFrom(["n10", "n9"], "", 3).map(({ value }) => value),
      ["n9", "n10"],
    );
  });

  it("know Grafana's query functions", () => {
    const endpoint = (query: string) => variableRequest(query, window).request.endpoint;
    assert.deepEqual(
      ["label_values(job)", "label_values(up, job)", "query_result(up)", "metrics(x)", "up"].map(
        endpoint,
      ),
      ["label/job/values", "label/job/values", "query", "label/__name__/values", "series"],
    );
  });

  it("fill queries and titles in all notations, and leave the unknown alone", () => {
    const variables = new Map([["v", multi("a.b", "c")]]);
    assert.equal(
      interpolateQuery("$v ${v} [[v]] ${v:pipe} ${v:csv} ${v:regex} $w", variables),
      "(a\\\\.b|c) (a\\\\.b|c) (a\\\\.b|c) a.b|c a.b,c (a\\.b|c) $w",
    );
    assert.equal(interpolateText("on $v, not $variable", variables), "on a.b, c, not $variable");
  });
});
