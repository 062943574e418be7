import type { PlannedDashboards } from "../../../../plan/dashboards/planned-dashboards";
import type { OperatorSettings } from "../../../../plan/settings/kubernetes";
import { refuseTooLarge } from "../config-objects";
import { type Manifest, type Place, stackLabels } from "../manifest";

/**
 * A ConfigMap for each board, as the sidecar of Grafana's chart reads them. The boards choose their
 * datasource by a variable, so the one that Grafana has will do.
 */
export function dashboardObjects(
  { folders, dashboards }: PlannedDashboards,
  { dashboardLabel, folderAnnotation }: OperatorSettings,
  place: Place,
): readonly Manifest[] {
  const titles = new Map(folders.map(({ uid, title }) => [uid, title]));
  return dashboards.map(({ uid, folder, json }) => {
    const name = `chatqna-dashboard-${uid}`;
    const data = { [`${uid}.json`]: json };
    refuseTooLarge(name, data);
    return {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: {
        name,
        namespace: place.namespace,
        labels: { ...stackLabels(place), [dashboardLabel]: "1" },
        annotations: { [folderAnnotation]: titles.get(folder) ?? folder },
      },
      data,
    };
  });
}
