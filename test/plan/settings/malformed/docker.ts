import type { MalformedSettings } from "./malformed-settings";

/** Wrong on platform docker, and in `docker`. */
export const malformedOnDocker: readonly MalformedSettings[] = [
  {
    title: "a compose network without its name",
    settings: `{ "@:platform": docker, "@:targets": { chatqna: { via: compose } } }`,
    problems: [
      [
        "@:docker.network",
        `is missing; with via: compose Prometheus joins the network of the ChatQnA's compose project, named after its folder, like xeon_default. \`docker network ls\` lists it. Set it with:
pulumi config set --path 'chatqna-monitoring:docker.network' NAME`,
      ],
    ],
  },
  {
    title: "docker without targets",
    settings: "@:platform: docker",
    problems: [
      [
        "@:targets.chatqna.bind",
        "is missing. Where no targets are named a simulator is watched, and on its loopback no container reaches it. Set 172.17.0.1, Docker's bridge on Linux (127.0.0.1 with Docker Desktop). Or name your deployment: via: compose with docker.network, or via: host.",
      ],
    ],
  },
  {
    title: "a replay for containers",
    settings: `{ "@:platform": docker, "@:targets": { chatqna: { via: replay } } }`,
    problems: [
      [
        "@:targets.chatqna.via",
        'is "replay"; recorded services play on the loopback of this machine, where no container reaches them. Use platform: process, or via: simulator. Or name your deployment: via: compose with docker.network, or via: host.',
      ],
    ],
  },
  {
    title: "exporters of what a simulator has not",
    settings: `{ "@:platform": docker, "@:targets": { chatqna: { via: simulator, bind: 172.17.0.1 } },
      "@:exporters": { redis: { enabled: true }, blackbox: { enabled: true } } }`,
    problems: [
      [
        "@:exporters.redis.enabled",
        "is true, and there is no Redis to measure: the simulator has none. Name one in exporters.redis.address, or remove this.",
      ],
      [
        "@:exporters.blackbox.enabled",
        "is true, and there is nothing to probe: the simulator has no page. Name pages in exporters.blackbox.urls, or remove this.",
      ],
    ],
  },
  {
    title: "docker settings for processes",
    settings: `@:docker: { network: xeon_default }`,
    problems: [
      [
        "@:docker.network",
        "means nothing with platform: process. Remove it, or set platform: docker.",
      ],
    ],
  },
  {
    title: "a cluster from a container",
    settings: `{ "@:platform": docker, "@:targets": { chatqna: { via: gmc, release: 1.2 } } }`,
    problems: [
      [
        "@:targets.chatqna.via",
        'is "gmc", whose names are known inside the cluster only, and platform docker is outside. Use via: host, or name the addresses under targets.static.',
      ],
    ],
  },
  {
    title: "a Docker host as ssh has it",
    settings: `{ "@:platform": docker, "@:docker": { host: monitor@gaudi-03 }, "@:targets": { chatqna: { via: host } } }`,
    problems: [
      [
        "@:docker.host",
        'is "monitor@gaudi-03"; a Docker host is a unix://, tcp:// or ssh:// URL, like "ssh://user@host" or "unix:///var/run/docker.sock". Did you mean ssh://monitor@gaudi-03?',
      ],
    ],
  },
  {
    title: "certificates for a host over ssh",
    settings: `{ "@:platform": docker, "@:docker": { host: "ssh://gaudi-03", certPath: /home/ann/certs }, "@:targets": { chatqna: { via: host } } }`,
    problems: [
      [
        "@:docker.certPath",
        "means nothing with docker.host: ssh://gaudi-03. Certificates are for a host like tcp://gaudi-03. Remove it, or correct docker.host.",
      ],
    ],
  },
  {
    title: "options of ssh for a host over TLS",
    settings: `{ "@:platform": docker, "@:docker": { host: "tcp://gaudi-03:2376", sshOptions: [-v] }, "@:targets": { chatqna: { via: host } } }`,
    problems: [
      [
        "@:docker.sshOptions",
        "means nothing with docker.host: tcp://gaudi-03:2376. They are for a host like ssh://gaudi-03. Remove it, or correct docker.host.",
      ],
    ],
  },
  {
    title: "certificates below a home that nothing expands",
    settings: `{ "@:platform": docker, "@:docker": { host: "tcp://gaudi-03:2376", certPath: ~/certs }, "@:targets": { chatqna: { via: host } } }`,
    problems: [
      [
        "@:docker.certPath",
        'is "~/certs"; a folder is named by its absolute path, like "/home/monitor/.docker". Nothing replaces "~" here.',
      ],
    ],
  },
  {
    title: "TLS with a Prometheus whose image has no client for it",
    settings: `{ "@:platform": docker, "@:targets": { chatqna: { via: host } }, "@:prometheus": { version: 2.43.0, tls: { certFile: /tls/a.pem, keyFile: /tls/a.key } } }`,
    problems: [
      [
        "@:prometheus.version",
        'is "2.43.0", whose image has nothing that could check its health over TLS. Use 2.44.0 or later, or leave prometheus.tls out.',
      ],
    ],
  },
  {
    title: "guardrails on Prometheus' port, on the compose network",
    settings: `{ "@:platform": docker, "@:docker": { network: gaudi_default }, "@:targets": { chatqna: { via: compose, hardware: gaudi, guardrails: true } } }`,
    problems: [
      [
        "@:prometheus.port",
        `is 9090, the port of the container guardrails-gaudi-server of targets.chatqna on this machine too. Move Prometheus:
pulumi config set --path 'chatqna-monitoring:prometheus.port' 9091`,
      ],
    ],
  },
];
