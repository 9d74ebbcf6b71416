import { words } from '../link/words.js';

/** What any Standard Schema validator is, as far as a feed needs it: https://standardschema.dev. */
export interface StandardSchema<Output = unknown> {
  /** What makes it one: https://standardschema.dev/schema. */
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    validate(value: unknown): SchemaResult<Output> | Promise<SchemaResult<Output>>;
    /** Types alone: no validator needs to have it. */
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
  };
}

/** A value, as the schema makes it of a record, or what is wrong with the record. */
export type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] };

/** Something that a validator objects to. */
export interface SchemaIssue {
  /** What is wrong. */
  readonly message: string;
  /** Where it is: keys and indices from the outside inwards, or objects that hold them. */
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** Something in a record that does not fit its schema. */
export interface RecordIssue {
  /** What is wrong, as the validator says it. */
  readonly message: string;
  /** A JSON pointer to where it is; empty for the record as a whole. */
  readonly path: string;
}

/** What a schema makes of a value, or what is wrong with that, as plain data. */
export type Judgement = { readonly value: unknown; readonly issues?: undefined } | { readonly issues: RecordIssue[] };

/** What a schema says of a value. What it throws counts as an issue, and so does an answer that is yet to come or no answer. */
export function judge(schema: StandardSchema, value: unknown): Judgement {
  try {
    const result = schema['~standard'].validate(value);
    if (!('then' in result)) return result.issues ? { issues: plainIssues(result.issues) } : result;
    result.then(undefined, () => {}); // nobody waits for it
    return issue(
      'The schema validates asynchronously, and a feed delivers its records in order: it takes one that answers at once.',
    );
  } catch (thrown) {
    return issue(words(thrown));
  }
}

const issue = (message: string): Judgement => ({ issues: [{ message, path: '' }] });

const plainIssues = (issues: readonly SchemaIssue[]): RecordIssue[] =>
  (Array.isArray(issues) ? issues : [{ message: words(issues) }]).map(({ message, path = [] }: SchemaIssue) => ({
    message: `${message}`,
    path: path.map(token).join(''),
  }));

const token = (step: PropertyKey | { readonly key: PropertyKey }): string =>
  `/${String(typeof step === 'object' ? step.key : step)
    .replaceAll('~', '~0')
    .replaceAll('/', '~1')}`;
