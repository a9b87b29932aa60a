import fc from 'fast-check';

/** As much of JSON Schema as the description of the API uses. */
export interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

/** Values that often fit a schema, lie at its edges, or are something else altogether. */
export function fromSchema(schema: Schema): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 6, arbitrary: fitting(schema) }, { weight: 1, arbitrary: fc.jsonValue() });
}

function fitting(schema: Schema): fc.Arbitrary<unknown> {
  const { type, minimum = 0, maximum = 2 ** 31 } = schema;
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (type === 'integer' || type === 'number') {
    return fc.oneof(
      fc.integer({ min: minimum, max: maximum }),
      fc.constantFrom(minimum, maximum, minimum - 1, maximum + 1),
    );
  }
  if (type === 'array') return fc.array(fromSchema(schema.items ?? {}), { maxLength: 8 });
  if (type === 'object') return object(schema);
  return fc.oneof(
    // So few that requests meet, and fit as ids, values and preconditions.
    { weight: 6, arbitrary: fc.constantFrom('a', 'b', '*') },
    fc.string({ unit: 'grapheme', maxLength: 30 }),
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.constantFrom('', '0', '__proto__', '../..', 'a/b', '%', '\u0000', '\u2028', '🌊'.repeat(256)),
  );
}

function object({ properties = {}, required = [] }: Schema): fc.Arbitrary<unknown> {
  const values = Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, fromSchema(value)]));
  return fc.oneof(
    { weight: 8, arbitrary: fc.record(values, { requiredKeys: [...required] }) },
    { weight: 1, arbitrary: fc.record(values, { requiredKeys: [] }) },
    { weight: 1, arbitrary: fc.record({ ...values, surplus: fc.jsonValue() }) },
  );
}
