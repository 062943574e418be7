/**
 * Every version the toolchain asks for, except Node's, which stands in `package.json` where npm looks
 * for it. Raising one here means changing the module under `toolchain/go/` with it, which the tests
 * compare.
 *
 * `minimum` is what will do when the machine has the tool already; `obtain` is what is fetched or
 * built when it has not.
 */
export const versions = {
  pulumi: {
    /** The language host and the SDK in `package.json` speak with any engine since then. */
    minimum: "3.200.0",
    obtain: "3.274.1",
    /**
     * The last release of the SDK module that contains the Node language host; its own module of
     * today is not served. Works under the engine above.
     */
    languageHost: "3.68.0",
  },
  prometheus: {
    /** Debian 12's, the oldest our configuration is tested with. */
    minimum: "2.42.0",
    obtain: "3.16.0",
    /** Prometheus 3.16.0 as a Go module. */
    module: "0.316.0",
  },
  grafana: {
    /** The version of OPEA's guide, the oldest our dashboards are written for. */
    minimum: "11.0.0",
    obtain: "13.2.2",
  },
  nodeExporter: {
    /** Debian 12's, which knows every flag we give. */
    minimum: "1.5.0",
    obtain: "1.12.1",
  },
  alertmanager: {
    /** The first that reads the URL of a webhook from a file. */
    minimum: "0.26.0",
    /** The last whose Go module holds the built web pages, without which it does not compile. */
    obtain: "0.31.1",
  },
  /** Its messages are part of the tests: an older one knows fewer rules. */
  actionlint: { minimum: "1.7.12", obtain: "1.7.12" },
  /** What rendered objects are applied to by `npm run e2e:kubernetes`; any that knows their fields. */
  kubernetes: { minimum: "1.31.0", obtain: "1.36.3" },
  kwok: { minimum: "0.8.0", obtain: "0.8.0" },
  /** Whose CRDs the objects of operator mode must please. */
  prometheusOperator: { module: "0.85.0" },
  /** Debian 12's. */
  etcd: { minimum: "3.4.0", obtain: "3.4.23" },
  /** The promtools that the tests check every rendered configuration with. */
  promtools: {
    "promtool-2.42": "2.42.0",
    /** The version of OPEA's guide. */
    "promtool-2.52": "2.52.0",
    "promtool-3": "3.16.0",
  },
} as const;
