import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { panelsOf, queriesOf } from "../../../dashboards/dashboard-json";
import { importDashboard } from "../../../dashboards/import/import-dashboard";
import { placeholdersIn } from "../../../dashboards/import/placeholders";
import { tgiBoard } from "../../../dashboards/tgi";

const file = join(__dirname, "../../../../shared/upstream/tgi_grafana.json");
const skip = !existsSync(file) && `${file} is not there: the board of the TGI project`;

describe("the board of the TGI project", { skip }, () => {
  const board = () =>
    importDashboard(readFileSync(file, "utf8"), {
      source: "tgi_grafana.json",
      fixUps: { renameLabels: { container: "job" }, rateInterval: true },
    });

  it("comes in whole, without a placeholder", () => {
    const { dashboard } = board();
    assert.deepEqual(placeholdersIn(dashboard), []);
    assert.doesNotMatch(JSON.stringify(dashboard), /DS_PROMETHEUS/);
    assert.equal(panelsOf(dashboard).length, 29);
  });

  it("finds its series by our labels, in windows that fit", () => {
    for (const { title, expr, refId } of queriesOf(board().dashboard)) {
      assert.doesNotMatch(expr, /container|\[\d+m\]/, `${title} ${refId}`);
      assert.match(expr, /job="\$service"/, `${title} ${refId}`);
    }
  });

  it("does not get in the way of ours", () => {
    const { uid, dashboard } = board();
    assert.notEqual(uid, tgiBoard.uid);
    assert.ok(!readFileSync(file, "utf8").includes(JSON.stringify(tgiBoard.uid)));
    assert.equal(dashboard["title"], "Text Generation Inference");
  });
});
