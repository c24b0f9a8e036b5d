export interface RowWindow {
  /** Index of the first row to draw, and one past the last. */
  from: number;
  to: number;
  /** Pixels of empty space that stand for the rows that are not drawn. */
  before: number;
  after: number;
}

interface Scroll {
  count: number;
  rowHeight: number;
  scrollTop: number;
  viewHeight: number;
  /** Rows drawn beyond each edge, so that quick scrolling shows no gap. */
  overscan: number;
}

/** Which rows of a long list are worth drawing. */
export function windowOfRows({ count, rowHeight, scrollTop, viewHeight, overscan }: Scroll): RowWindow {
  const first = Math.floor(Math.max(0, scrollTop) / rowHeight) - overscan;
  const from = Math.max(0, Math.min(first, count - Math.ceil(viewHeight / rowHeight) - overscan));
  const to = Math.min(count, from + Math.ceil(viewHeight / rowHeight) + overscan * 2 + 1);
  return { from, to, before: from * rowHeight, after: (count - to) * rowHeight };
}
