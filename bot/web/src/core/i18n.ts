/**
 * The words of a page, by key. One language now; another is one more table of the same keys.
 * `{name}` in a text is filled from the parameters.
 */
export type Parameters = Record<string, string | number>

export function translator<Key extends string>(texts: Record<Key, string>) {
  return (key: Key, parameters: Parameters = {}): string =>
    texts[key].replace(/\{(\w+)\}/g, (_, name: string) => String(parameters[name] ?? ''))
}
