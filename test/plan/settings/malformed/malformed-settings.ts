/** Settings as a user writes them under `config:`, and every problem they have. */
export interface MalformedSettings {
  readonly title: string;
  /** YAML; `@:` stands for the namespace. */
  readonly settings: string;
  /** The key, with `@:` for the namespace, and the whole message. */
  readonly problems: readonly (readonly [key: string, message: string])[];
}
