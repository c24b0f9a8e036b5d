import { useMemo } from 'react';
import { CodeBlock } from './code-block.tsx';
import { Formula } from './formula.tsx';
import { parseRichText, type RichPart } from './parse-rich-text.ts';
import styles from './rich-text.module.css';

interface RichTextProps {
  text: string;
  /** Of the words; code and formulas have none. */
  lang?: string | undefined;
  /** Inside a button or a line: nothing in it takes the focus or scrolls. */
  inline?: boolean;
}

/** Words with formulas (`$…$`, `$$…$$`) and code; all of it may stand in a heading, a paragraph or a button. */
export function RichText({ text, lang, inline = false }: RichTextProps) {
  const parts = useMemo(() => parseRichText(text), [text]);
  return (
    <span className={styles.text} lang={lang}>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place in the text
        <Part key={index} part={part} after={parts[index - 1]} before={parts[index + 1]} inline={inline} />
      ))}
    </span>
  );
}

interface PartProps {
  part: RichPart;
  after: RichPart | undefined;
  before: RichPart | undefined;
  inline: boolean;
}

function Part({ part, after, before, inline }: PartProps) {
  if (part.kind === 'code')
    return (
      <code className={styles.code} lang="" translate="no">
        {part.code}
      </code>
    );
  if (part.kind === 'code-block') return <CodeBlock code={part.code} focusable={!inline} />;
  if (part.kind === 'math')
    return <Formula tex={part.tex} source={part.source} display={part.display} focusable={!inline} />;
  // a block brings its own lines; those in the text around it would be empty ones
  let words = part.text;
  if (isBlock(after)) words = words.replace(/^\n+/, '');
  if (isBlock(before)) words = words.replace(/\n+$/, '');
  return words;
}

const isBlock = (part: RichPart | undefined): boolean =>
  part?.kind === 'code-block' || (part?.kind === 'math' && part.display);
