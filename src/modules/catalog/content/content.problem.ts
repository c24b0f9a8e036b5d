/** One thing that a teacher has to mend in a content file. */
export interface ContentProblem {
  /** Relative to the content folder. */
  file: string;
  /** 1-based. */
  line: number;
  /** A path such as `lessons[2].questions[0].prompt`; empty when the whole file is meant. */
  field: string;
  code: `content/${string}`;
  /** A sentence a teacher understands. */
  message: string;
}

export type FieldPath = readonly (string | number)[];

/** `['lessons', 2, 'title']` becomes `lessons[2].title`. */
export function fieldName(path: FieldPath): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join('');
}

/** A list for the terminal, sorted by file and line. */
export function formatProblems(problems: readonly ContentProblem[]): string {
  const sorted = [...problems].sort(
    (one, other) =>
      one.file.localeCompare(other.file) || one.line - other.line || one.field.localeCompare(other.field),
  );
  const lines = sorted.map(({ file, line, field, code, message }) => {
    const place = field === '' ? `${file}:${line}` : `${file}:${line}  ${field}`;
    return `  ${place}\n    ${message} (${code})`;
  });
  const count = problems.length === 1 ? 'One thing' : `${problems.length} things`;
  return [`${count} to mend in the content files:`, ...lines].join('\n');
}
