/**
 * Our folder in the user's cache directory: `$XDG_CACHE_HOME/chatqna-monitoring`, by default below
 * `~/.cache`, on macOS `~/Library/Caches`. A relative XDG_CACHE_HOME is ignored, as the XDG base
 * directory specification asks.
 *
 * @param platform Default: this one.
 * @param home Default: the user's.
 */
export function cacheDirectory(
  env: Readonly<Record<string, string | undefined>>,
  platform?: NodeJS.Platform,
  home?: string,
): string;
