import { type MeasuredServer, gauge } from "./family";

/** One target stands for one address that is probed. */
export const blackbox: MeasuredServer = {
  name: "blackbox-exporter",
  title: "blackbox_exporter",
  source: "prometheus/blackbox_exporter prober/http.go and handler.go at v0.28; nothing recorded",
  versions: ["0.28"],
  labels: [],
  families: [
    gauge("probe_success", "yes or no"),
    gauge("probe_duration_seconds", "seconds"),
    gauge("probe_http_status_code", "status"),
    gauge("probe_ssl_earliest_cert_expiry", "unix time", { appears: "where the probe is HTTPS" }),
  ],
};
