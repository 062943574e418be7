import type { MalformedSettings } from "./malformed-settings";

/** Wrong in `dashboards`, and in how content comes into Grafana. */
export const malformedDashboards: readonly MalformedSettings[] = [
  {
    title: "a URL without a checksum",
    settings: "@:dashboards: [{ source: https://boards.example/tgi.json }]",
    problems: [
      [
        "@:dashboards[0].sha256",
        `is missing; a URL may serve something else tomorrow. This prints it:
npm run dashboards:import -- https://boards.example/tgi.json`,
      ],
    ],
  },
  {
    title: "a checksum as images have it",
    settings: `@:dashboards: [{ source: a.json, sha256: "sha256:${"Ab".repeat(32)}" }]`,
    problems: [
      [
        "@:dashboards[0].sha256",
        `is "sha256:${"Ab".repeat(26)}A…"; a sha256 has 64 digits from 0 to 9 and a to f. Did you mean ${"ab".repeat(32)}?`,
      ],
    ],
  },
  {
    title: "a uid that is a title",
    settings: "@:dashboards: [{ source: a.json, uid: My Board }]",
    problems: [
      [
        "@:dashboards[0].uid",
        'is "My Board"; a uid has lower-case letters, digits and single hyphens, at most 40. Did you mean my-board?',
      ],
    ],
  },
  {
    title: "a dashboard without a source",
    settings: "@:dashboards: [{ uid: a }]",
    problems: [["@:dashboards[0].source", "is missing; a source is a text, and not empty."]],
  },
  {
    title: "a label renamed to none",
    settings: "@:dashboards: [{ source: a.json, renameLabels: { container: 1x } }]",
    problems: [
      [
        "@:dashboards[0].renameLabels.container",
        'is "1x"; a label has letters, digits and "_", and begins with neither a digit nor "__". Did you mean x?',
      ],
    ],
  },
  {
    title: "content by API for processes",
    settings: "@:grafana: { content: api }",
    problems: [
      [
        "@:grafana.content",
        'is "api"; platform process puts the content into files, which needs no provider plugin. Remove it.',
      ],
    ],
  },
  {
    title: "a URL of a Grafana that nobody calls",
    settings: '@:grafana: { url: "http://127.0.0.1:3000" }',
    problems: [
      [
        "@:grafana.url",
        "means nothing where the content goes by files: nobody calls Grafana. Remove it, or set content: api.",
      ],
    ],
  },
  {
    title: "content by API on a remote host without its URL",
    settings: `{ "@:platform": docker, "@:docker": { host: "ssh://gaudi-03" }, "@:targets": { chatqna: { via: host } }, "@:grafana": { content: api } }`,
    problems: [
      [
        "@:grafana.url",
        "is missing; with content: api Pulumi talks to the Grafana on gaudi-03, and nothing says at which address this machine reaches it. Give it, or remove grafana.content.",
      ],
    ],
  },
];
