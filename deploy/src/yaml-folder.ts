/** File name → object, in the order in which they are listed. */
export type YamlFolder = Readonly<Record<string, object>>;
