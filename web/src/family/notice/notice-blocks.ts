export interface NoticeBlock {
  /** Place in the text, from 0. */
  at: number;
  kind: 'heading' | 'items' | 'text';
  /** One line; of items each. */
  lines: string[];
}

const signs = { heading: '## ', items: '- ' } as const;

/** A notice as it is stored: `## ` begins a section, `- ` an item, an empty line a paragraph. */
export function noticeBlocks(body: string): NoticeBlock[] {
  const blocks: NoticeBlock[] = [];
  let open: NoticeBlock | null = null;
  for (const line of body.split('\n').map((one) => one.trim())) {
    if (line === '') {
      open = null;
      continue;
    }
    const kind = line.startsWith(signs.heading) ? 'heading' : line.startsWith(signs.items) ? 'items' : 'text';
    const words = kind === 'text' ? line : line.slice(signs[kind].length);
    if (!open || open.kind !== kind || kind === 'heading') {
      open = { at: blocks.length, kind, lines: [] };
      blocks.push(open);
    }
    open.lines.push(words);
  }
  return blocks;
}
