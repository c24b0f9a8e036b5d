import { type FocusEvent, type KeyboardEvent, useState } from 'react';

interface Place {
  row: number;
  column: number;
}

interface Grid {
  rows: number;
  columns: number;
  /** Rows that are drawn; `to` is the first that is not. */
  from: number;
  to: number;
}

/** So far one jump goes, within what is drawn beyond the rows in sight. */
const jump = 6;

/** Marks what can have the focus in a place of the grid. */
export const placeOf = (row: number, column: number) => ({ 'data-place': `${row} ${column}` });

/** Where a key leads from a place; null: the key is not for the grid. */
export function nextPlace(
  key: string,
  { row, column }: Place,
  { rows, columns }: Pick<Grid, 'rows' | 'columns'>,
) {
  const steps: Record<string, Place> = {
    ArrowUp: { row: row - 1, column },
    ArrowDown: { row: row + 1, column },
    ArrowLeft: { row, column: column - 1 },
    ArrowRight: { row, column: column + 1 },
    Home: { row, column: 0 },
    End: { row, column: columns - 1 },
    PageUp: { row: row - jump, column },
    PageDown: { row: row + jump, column },
  };
  const step = steps[key];
  if (!step) return null;
  const within = (value: number, count: number) => Math.max(0, Math.min(count - 1, value));
  return { row: within(step.row, rows), column: within(step.column, columns) };
}

/** [CLS-1] One stop for the tab key in a table of many; arrows, Home, End and the page keys move it. */
export function useGridKeys({ rows, columns, from, to }: Grid) {
  const [chosen, setChosen] = useState<Place>({ row: 0, column: 0 });
  const place = { ...chosen, row: Math.max(from, Math.min(to - 1, chosen.row)) };

  function onKeyDown(event: KeyboardEvent<HTMLTableElement>): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const next = nextPlace(event.key, place, { rows, columns });
    if (!next) return;
    event.preventDefault();
    const target = event.currentTarget.querySelector<HTMLElement>(
      `[data-place="${next.row} ${next.column}"]`,
    );
    // a focus that scrolls by itself leaves places half under the names
    target?.focus({ preventScroll: true });
    target?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  /** Also where somebody pressed with a mouse or a finger. */
  function onFocus({ target }: FocusEvent<HTMLTableElement>): void {
    const [row, column] = (target.dataset.place ?? '').split(' ').map(Number);
    if (row !== undefined && column !== undefined) setChosen({ row, column });
  }

  return { place, onKeyDown, onFocus };
}
