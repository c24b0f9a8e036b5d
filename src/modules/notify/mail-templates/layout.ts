import type { Locale } from '../../../wire/common.ts';
import type { Block, Letter } from './letter.ts';

const wrapAt = 76;

export function toText({ greeting, body }: Letter, footer: string): string {
  const parts = [greeting, ...body].map(textOf);
  return `${[...parts, `-- \n${wrap(footer)}`].join('\n\n')}\n`;
}

function textOf(block: Block): string {
  if (typeof block === 'string') return wrap(block);
  if ('button' in block) return `${block.button}:\n${block.href}`;
  if ('link' in block) return `${block.link}:\n${block.href}`;
  return [wrap(block.lead), ...block.items.map((item) => wrap(`- ${item}`, '  '))].join('\n');
}

/** Breaks between words; what is longer than a line, as an address may be, stays whole. */
function wrap(text: string, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line && line.length + 1 + word.length > wrapAt) {
      lines.push(line);
      line = indent + word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, line].join('\n');
}

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => escapes[sign]!);

const text = 'margin:0 0 16px;color:#1b1b2f';
const font = "font-family:'Atkinson Hyperlegible Next','Segoe UI',Roboto,Helvetica,Arial,sans-serif";

/**
 * Styles stand inline, where every mail program reads them; the style element only adds the dark colours for those that
 * know them. No picture, no script, nothing that is loaded from anywhere.
 */
export function toHtml(letter: Letter, footer: string, locale: Locale): string {
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(letter.subject)}</title>
<style>
:root { color-scheme: light dark; }
@media (prefers-color-scheme: dark) {
  .page { background: #12121c !important; }
  .card { background: #1c1c2b !important; }
  .card p, .card li, .card h1 { color: #f3f1ea !important; }
  .card .button { background: #a79bff !important; color: #12121c !important; }
  .card .link { color: #a79bff !important; }
  .foot { color: #a9a8bd !important; }
}
</style>
</head>
<body class="page" style="margin:0;padding:24px 12px;background:#fafaf7;${font};font-size:17px;line-height:1.5">
<main class="card" style="max-width:560px;margin:0 auto;padding:24px;background:#ffffff;border-radius:16px;overflow-wrap:anywhere">
<h1 style="margin:0 0 16px;font-size:22px;line-height:1.3;color:#1b1b2f">${escapeHtml(letter.subject)}</h1>
${[letter.greeting, ...letter.body].map(htmlOf).join('\n')}
</main>
<footer style="max-width:560px;margin:16px auto 0;padding:0 24px"><p class="foot" style="margin:0;font-size:14px;color:#5c5c70">${escapeHtml(footer)}</p></footer>
</body>
</html>
`;
}

function htmlOf(block: Block): string {
  if (typeof block === 'string') return `<p style="${text}">${escapeHtml(block)}</p>`;
  if ('button' in block) {
    const look =
      'display:inline-block;padding:14px 24px;background:#4c3bcf;color:#ffffff;border-radius:12px;font-weight:700;text-decoration:none';
    return `<p style="${text}"><a class="button" href="${escapeHtml(block.href)}" style="${look}">${escapeHtml(block.button)}</a></p>`;
  }
  if ('link' in block) {
    return `<p style="${text}"><a class="link" href="${escapeHtml(block.href)}" style="color:#4c3bcf">${escapeHtml(block.link)}</a></p>`;
  }
  const items = block.items.map(
    (item) => `<li style="margin:0 0 4px;color:#1b1b2f">${escapeHtml(item)}</li>`,
  );
  return `<p style="margin:0 0 8px;color:#1b1b2f">${escapeHtml(block.lead)}</p>
<ul style="margin:0 0 16px;padding-left:24px">${items.join('')}</ul>`;
}
