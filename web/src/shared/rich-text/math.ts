import katex from 'katex';
import 'katex/dist/katex.min.css';

/** Draws a formula, with MathML beside it for screen readers. Throws where it is none. */
export function drawMath(tex: string, into: HTMLElement, displayMode: boolean): void {
  katex.render(tex, into, {
    displayMode,
    output: 'htmlAndMathml',
    throwOnError: true,
    strict: 'ignore',
    trust: false,
    maxExpand: 200,
    maxSize: 20,
  });
}
