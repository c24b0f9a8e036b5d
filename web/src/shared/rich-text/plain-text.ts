import { parseRichText } from './parse-rich-text.ts';

const symbols: Record<string, string> = {
  times: '×',
  cdot: '·',
  div: '÷',
  pm: '±',
  le: '≤',
  leq: '≤',
  ge: '≥',
  geq: '≥',
  ne: '≠',
  neq: '≠',
  approx: '≈',
  infty: '∞',
  degree: '°',
  circ: '°',
  to: '→',
  rightarrow: '→',
  sum: '∑',
  int: '∫',
  pi: 'π',
  alpha: 'α',
  beta: 'β',
  gamma: 'γ',
  delta: 'δ',
  Delta: 'Δ',
  theta: 'θ',
  lambda: 'λ',
  mu: 'μ',
  sigma: 'σ',
  phi: 'φ',
  omega: 'ω',
  Omega: 'Ω',
};

/** A formula as one would write it in a line of words: `\frac{1}{2}` is "1/2". No reader of formulas, only no backslashes. */
function inWords(tex: string): string {
  return tex
    .replaceAll(/\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}/g, '$1/$2')
    .replaceAll(/\\sqrt\s*\{([^{}]*)\}/g, '√($1)')
    .replaceAll(/\\(?:text|mathrm|mathbf|operatorname)\s*\{([^{}]*)\}/g, '$1')
    .replaceAll(/\^\\circ\b/g, '°')
    .replaceAll(/\\([a-zA-Z]+)/g, (_, name: string) => symbols[name] ?? name)
    .replaceAll(/\\([,;:! ])/g, ' ')
    .replaceAll(/\\(.)/g, '$1')
    .replaceAll(/\^2(?!\d)|\^\{2\}/g, '²')
    .replaceAll(/\^3(?!\d)|\^\{3\}/g, '³')
    .replaceAll(/[{}]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** What is announced, read aloud or stands where only letters can stand: without the signs that mark code and formulas. */
export function plainText(text: string): string {
  return parseRichText(text)
    .map((part) => {
      if (part.kind === 'text') return part.text;
      if (part.kind === 'math') return inWords(part.tex);
      return part.code;
    })
    .join('');
}
