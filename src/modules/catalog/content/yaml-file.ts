import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml';
import type { ContentProblem, FieldPath } from './content.problem.ts';

/** The content of one file, and for each of its fields the line on which it stands. */
export interface YamlFile {
  file: string;
  value: unknown;
  /** The line of a field; for a field that is missing, the line of what should hold it. */
  lineOf(path: FieldPath): number;
}

export type YamlResult = { ok: true; yaml: YamlFile } | { ok: false; problems: ContentProblem[] };

/** Nobody who writes a mission needs more; what does is an attempt to fill the memory. */
const maxAliasCount = 50;
/** One slip makes the parser stumble over all that follows; the first complaints say where it began. */
const maxSyntaxProblems = 10;

const advice: Partial<Record<YAMLError['code'], string>> = {
  BLOCK_AS_IMPLICIT_KEY: 'This line has one colon too many: put a text that contains ": " in quotes.',
  TAB_AS_INDENT: 'Indent with spaces, not with tabs.',
  MULTIPLE_DOCS: 'A file holds one mission only: take out the line "---".',
  MISSING_CHAR: 'A quote, bracket or colon is missing here.',
  BAD_INDENT: 'The indentation does not match the lines above.',
  RESOURCE_EXHAUSTION: 'The lists in this file are nested too deeply.',
};

export function parseYaml(file: string, text: string): YamlResult {
  const broken = (line: number, code: ContentProblem['code'], message: string): YamlResult => ({
    ok: false,
    problems: [{ file, line, field: '', code, message }],
  });
  const lines = new LineCounter();
  const lineAt = (offset: number) => lines.linePos(offset).line;
  try {
    // The parser's own search for double keys takes a time that grows with the square of their number.
    const document = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: false,
      logLevel: 'error',
    });
    const errors = [...document.errors, ...document.warnings].slice(0, maxSyntaxProblems);
    if (errors.length > 0) {
      return { ok: false, problems: errors.map((error) => describe(file, error, lineAt(error.pos[0]))) };
    }
    const doubles = findDoubleKeys(document).map((offset) => lineAt(offset));
    if (doubles.length > 0) {
      const message = 'This name stands twice in the same place; one of them would be lost.';
      const code = 'content/broken-yaml';
      return { ok: false, problems: doubles.map((line) => ({ file, line, field: '', code, message })) };
    }
    if (document.contents === null) return broken(1, 'content/empty-file', 'This file is empty.');
    const value: unknown = document.toJS({ maxAliasCount });
    return { ok: true, yaml: { file, value, lineOf: (path) => findLine(document.contents, path, lineAt) } };
  } catch (error) {
    if (error instanceof ReferenceError) {
      return broken(1, 'content/too-many-aliases', 'This file repeats parts of itself (*name) too often.');
    }
    throw error;
  }
}

function describe(file: string, error: YAMLError, line: number): ContentProblem {
  const message = advice[error.code] ?? `This line cannot be read as YAML: ${error.message}.`;
  return { file, line, field: '', code: 'content/broken-yaml', message };
}

function findDoubleKeys(document: Document): number[] {
  const offsets: number[] = [];
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<string>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        if (seen.has(name)) offsets.push(key.range?.[0] ?? 0);
        seen.add(name);
      }
    },
  });
  return offsets;
}

function findLine(root: Node | null, path: FieldPath, lineAt: (offset: number) => number): number {
  let node: unknown = root;
  let line = lineAt(root?.range?.[0] ?? 0);
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (!pair || !isScalar(pair.key) || !pair.key.range) return line;
      line = lineAt(pair.key.range[0]);
      node = pair.value;
    } else if (isSeq(node)) {
      const item = node.items[Number(step)] as Node | undefined;
      if (!item?.range) return line;
      line = lineAt(item.range[0]);
      node = item;
    } else {
      return line;
    }
  }
  return line;
}
